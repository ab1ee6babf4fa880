import { stateOf } from '../../../broker/groups/consumer/consumer-group.ts'
import type { ConsumerHeartbeatResult, DescribedPartitions } from '../../../broker/groups/consumer/consumer-messages.ts'
import { describeConsumerGroup } from '../../../broker/groups/consumer/describe-consumer-group.ts'
import type { GroupRecord } from '../../../broker/groups/records/group-record.ts'
import { ConsumerGroupSimulation, requestOf, type SimulatedConsumer } from './consumer-group-simulation.ts'

/**
 * Plays a transcript of a group of KIP-848: blocks of commands, each followed by `----` and by all that was answered and
 * written, separated by empty lines. Gives it back with what happened this time.
 */
export function playConsumerTranscript(text: string): string {
  const stage = new Stage()
  const played = text
    .trimEnd()
    .split(/\n\n+/)
    .map((block) => {
      const commands = (block.split(/^----$/m)[0] ?? '').trimEnd().split('\n')
      const spoken = commands.filter((command) => !command.startsWith('#'))
      if (spoken.length === 0) return commands.join('\n')
      return [...commands, '----', ...spoken.flatMap((command) => stage.perform(command))].join('\n')
    })
  return `${played.join('\n\n')}\n`
}

class Stage {
  readonly #simulation = new ConsumerGroupSimulation()
  readonly #consumers = new Map<string, SimulatedConsumer>()

  perform(command: string): string[] {
    const [verb = '', name = '', ...words] = command.split(' ')
    const options = new Map(
      words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
    )
    const shown = this.#simulation.log.length
    this.#simulation.nowMs += 1_000
    const answer = this.#answer({ verb, name, options })
    return [...answer, ...this.#simulation.log.slice(shown).map((record) => `log: ${this.#record(record)}`)]
  }

  #answer({ verb, name, options }: { verb: string; name: string; options: Map<string, string> }): string[] {
    const simulation = this.#simulation
    const who = this.#consumer(name, options.get('instance') ?? null)
    switch (verb) {
      case 'topic':
        simulation.topics.put(name, Number(options.get('partitions')))
        return []
      case 'drop':
        simulation.topics.drop(name)
        return []
      case 'max-size':
        simulation.maxSize = Number(name)
        return []
      case 'describe':
        return this.#describe()
      case 'restart':
        simulation.restart()
        return [`group: ${stateOf(simulation.group)} epoch=${simulation.group.epoch}`]
      case 'expire':
        simulation.expire(who)
        return []
      case 'run-out':
        simulation.runOut(who)
        return []
      default:
        return [`${name}: ${this.#result(this.#say(verb, who, options))}`]
    }
  }

  #say(verb: string, who: SimulatedConsumer, options: Map<string, string>): ConsumerHeartbeatResult {
    const simulation = this.#simulation
    const names = options.get('names')?.split(',') ?? []
    const subscribing = { names, regex: options.get('regex') ?? null, assignor: options.get('assignor') ?? null }
    if (verb === 'join') return simulation.join(who, subscribing)
    if (verb === 'rejoin') return simulation.rejoin(who)
    if (verb === 'leave') return simulation.leave(who, -1)
    if (verb === 'away') return simulation.leave(who, -2)
    if (verb === 'subscribe') who.subscribing = subscribing
    if (verb === 'lose') return simulation.heartbeat(who, 'is lost')
    // Says that it is there, and nothing else: what a busy consumer sends that has not let go yet.
    if (verb === 'busy') {
      const silent = { rebalanceTimeoutMs: -1, subscribedTopicNames: null, subscribedTopicRegex: null }
      return simulation.send({ ...requestOf(who), ...silent, topicPartitions: null })
    }
    if (verb === 'forge') {
      const epoch = Number(options.get('epoch') ?? who.epoch)
      const memberId = options.get('member') ?? who.memberId
      return simulation.send({ ...requestOf(who), memberId, memberEpoch: epoch })
    }
    return simulation.heartbeat(who)
  }

  #consumer(name: string, instanceId: string | null): SimulatedConsumer {
    const known = this.#consumers.get(name) ?? this.#simulation.consumer(name, instanceId)
    this.#consumers.set(name, known)
    return known
  }

  #result(result: ConsumerHeartbeatResult): string {
    if (result.error !== null) return `${result.error} (${result.message})`
    const { memberId, memberEpoch, assignment, heartbeatIntervalMs } = result
    if (heartbeatIntervalMs === 0) return `${memberId} has left, epoch=${memberEpoch}`
    const partitions = assignment === null ? 'as before' : this.#partitions([...assignment])
    return `${memberId} epoch=${memberEpoch} assignment: ${partitions}`
  }

  #partitions(assignment: readonly (readonly [string, Iterable<number>])[]): string {
    const all = assignment.flatMap(([topicId, each]) => [...each].map((partition) => `${nameOf(topicId)}-${partition}`))
    return all.length === 0 ? 'nothing' : all.sort().join(' ')
  }

  #describe(): string[] {
    const told = describeConsumerGroup(this.#simulation.group, this.#simulation.context())
    const list = (partitions: readonly DescribedPartitions[]): string =>
      this.#partitions(partitions.map((each) => [each.topicId, each.partitions]))
    return [
      `group: ${told.state} epoch=${told.epoch} assigned=${told.assignmentEpoch} assignor=${told.assignorName}`,
      ...told.members.map(
        ({ memberId, memberEpoch, assignment, targetAssignment }) =>
          `member: ${memberId} epoch=${memberEpoch} has ${list(assignment)}, is to have ${list(targetAssignment)}`,
      ),
    ]
  }

  #record(record: GroupRecord): string {
    if (record.kind === 'unknown') return 'unknown'
    const kind = record.kind.replace('consumer-group-', '')
    const about = 'memberId' in record.key ? ` ${record.key.memberId}` : ''
    return record.value === null ? `${kind}${about} deleted` : `${kind}${about} ${this.#value(record)}`
  }

  #value(record: GroupRecord): string {
    const list = (each: readonly { readonly topicId: string; readonly partitions: readonly number[] }[]): string =>
      this.#partitions(each.map(({ topicId, partitions }) => [topicId, partitions]))
    if (record.kind === 'consumer-group-metadata') return `epoch=${record.value?.epoch}`
    if (record.kind === 'consumer-group-member-metadata') {
      const { subscribedTopicNames = [], subscribedTopicRegex } = record.value ?? {}
      return `names=${subscribedTopicNames.join()} regex=${subscribedTopicRegex || 'none'}`
    }
    if (record.kind === 'consumer-group-regular-expression') {
      return `${record.key.regularExpression} is ${record.value?.topics.join() || 'nothing'}`
    }
    if (record.kind === 'consumer-group-target-assignment-metadata') return `epoch=${record.value?.assignmentEpoch}`
    if (record.kind === 'consumer-group-target-assignment-member') return list(record.value?.topicPartitions ?? [])
    if (record.kind !== 'consumer-group-current-member-assignment' || record.value === null) return ''
    const { memberEpoch, state, assignedPartitions, partitionsPendingRevocation } = record.value
    const revoked = partitionsPendingRevocation.length === 0 ? '' : `, gives up ${list(partitionsPendingRevocation)}`
    return `epoch=${memberEpoch} state=${state} ${list(assignedPartitions)}${revoked}`
  }
}

/** The simulation writes the name of the topic into its id. */
function nameOf(topicId: string): string {
  return Buffer.from(topicId, 'base64url').toString().split(' ')[0] ?? ''
}
