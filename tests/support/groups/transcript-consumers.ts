import type { Assignment } from '../../../broker/groups/consumer/assignors/assignor.ts'
import type { ConsumerHeartbeatResult } from '../../../broker/groups/consumer/consumer-messages.ts'
import type { GroupCoordinator } from '../../../broker/groups/group-coordinator.ts'
import type { MemoryTopics } from './memory-topics.ts'

/** A client by the name that a transcript gives it, of either protocol. */
export interface TranscriptActor {
  readonly name: string
  memberId: string
  instanceId: string | null
  /** Or its epoch. */
  generation: number
  owned: Assignment
}

interface Command {
  readonly words: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

interface Stage {
  readonly topics: MemoryTopics
  readonly coordinator: () => GroupCoordinator
  readonly actor: (name?: string) => TranscriptActor
  readonly say: (line: string) => void
  readonly shown: (memberId: string) => string
}

/** What clients of KIP-848 do in a transcript. */
export class TranscriptConsumers {
  readonly #stage: Stage
  #nextId = 1

  constructor(stage: Stage) {
    this.#stage = stage
  }

  readonly verbs: Record<string, (command: Command) => void> = {
    topic: ({ words, options }) => this.#stage.topics.put(words[0] ?? 't', Number(options.get('partitions'))),
    consume: ({ words, options }) => this.#consume(this.#stage.actor(words[0]), options),
    beat: ({ words }) => this.#beat(this.#stage.actor(words[0])),
    depart: ({ words }) => this.#part(this.#stage.actor(words[0]), -1),
    away: ({ words }) => this.#part(this.#stage.actor(words[0]), -2),
    'describe-consumer': () => this.#describe(),
  }

  /** `consume A [topics=t] [regex=] [instance=]`: joins, under a member id of its own making */
  #consume(actor: TranscriptActor, options: ReadonlyMap<string, string>): void {
    actor.memberId = `${actor.name}#${this.#nextId++}`
    actor.instanceId = options.get('instance') ?? actor.instanceId
    actor.generation = 0
    actor.owned = new Map()
    const regex = options.get('regex') ?? null
    const names = options.get('topics')?.split(',') ?? (regex === null ? ['t'] : [])
    this.#send(actor, { subscribedTopicNames: names, subscribedTopicRegex: regex, rebalanceTimeoutMs: 60_000 })
  }

  #beat(actor: TranscriptActor): void {
    this.#send(actor, { subscribedTopicNames: null, subscribedTopicRegex: null, rebalanceTimeoutMs: -1 })
  }

  #part(actor: TranscriptActor, epoch: number): void {
    actor.generation = epoch
    this.#beat(actor)
    actor.owned = new Map()
  }

  #send(
    actor: TranscriptActor,
    said: {
      readonly subscribedTopicNames: readonly string[] | null
      readonly subscribedTopicRegex: string | null
      readonly rebalanceTimeoutMs: number
    },
  ): void {
    const result = this.#stage.coordinator().consumerHeartbeat({
      ...said,
      groupId: 'g',
      memberId: actor.memberId,
      mustNameMember: true,
      memberEpoch: actor.generation,
      instanceId: actor.instanceId,
      rackId: null,
      clientId: actor.name,
      clientHost: '/127.0.0.1',
      isVisible: () => true,
      serverAssignor: null,
      topicPartitions: [...actor.owned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] })),
    })
    if (result.error === null) {
      actor.generation = result.memberEpoch
      actor.owned = result.assignment ?? actor.owned
    }
    this.#stage.say(`${actor.name}: ${this.#told(result)}`)
  }

  #told(result: ConsumerHeartbeatResult): string {
    if (result.error !== null) return `${result.error} (${result.message})`
    if (result.memberEpoch < 0) return `gone, epoch=${result.memberEpoch}`
    const partitions = result.assignment === null ? 'as before' : this.#names([...result.assignment])
    return `epoch=${result.memberEpoch} ${partitions}`
  }

  #names(assignment: readonly (readonly [string, Iterable<number>])[]): string {
    const names = assignment.flatMap(([topicId, partitions]) => {
      const topic = this.#stage.topics.byId(topicId)?.name ?? topicId
      return [...partitions].map((partition) => `${topic}-${partition}`)
    })
    return names.length === 0 ? 'nothing' : names.sort().join(',')
  }

  #describe(): void {
    for (const group of this.#stage.coordinator().describeConsumerGroups(['g'])) {
      if (group.error !== null) {
        this.#stage.say(`g: ${group.error} (${group.message})`)
        continue
      }
      this.#stage.say(`g ${group.state} epoch=${group.epoch} assigned=${group.assignmentEpoch}`)
      for (const { memberId, protocol, memberEpoch, assignment, targetAssignment } of group.members) {
        const [has, isToHave] = [assignment, targetAssignment].map((topics) =>
          this.#names(topics.map((each) => [each.topicId, each.partitions])),
        )
        const who = `${this.#stage.shown(memberId)} ${protocol} epoch=${memberEpoch}`
        this.#stage.say(`  ${who} has ${has}, is to have ${isToHave}`)
      }
    }
  }
}
