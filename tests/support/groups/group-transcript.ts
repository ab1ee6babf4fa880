import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import { SeededRandom } from '../../../broker/environment/seeded-random.ts'
import type { MigrationPolicy } from '../../../broker/groups/consumer/consumer-group-config.ts'
import { defaultGroupConfig, type GroupConfig } from '../../../broker/groups/group-config.ts'
import { GroupCoordinator } from '../../../broker/groups/group-coordinator.ts'
import type { MemberDescription } from '../../../broker/groups/group-listing.ts'
import type { JoinGroupResult, SyncGroupResult } from '../../../broker/groups/membership-messages.ts'
import type { TopicOutcome } from '../../../broker/groups/offset-messages.ts'
import { decodeAssignment, decodeSubscription } from '../../../broker/groups/records/consumer-protocol.ts'
import {
  decodeGroupRecord,
  encodeGroupRecordKey,
  encodeGroupRecordValue,
} from '../../../broker/groups/records/group-record.ts'
import { assignmentBytes, subscriptionBytes } from './consumer-blobs.ts'
import { MemoryGroupStorage } from './memory-group-storage.ts'
import { MemoryTopics, surroundingsWith } from './memory-topics.ts'
import { TranscriptConsumers, type TranscriptActor } from './transcript-consumers.ts'

/**
 * Plays a transcript: blocks of commands, each followed by `----` and by all that happened, separated by empty lines.
 * Gives the transcript back with what happened this time.
 */
export async function playTranscript(text: string): Promise<string> {
  const stage = new Stage()
  const blocks = text.trimEnd().split(/\n\n+/)
  const played: string[] = []
  for (const block of blocks) {
    const commands = (block.split(/^----$/m)[0] ?? '').trimEnd().split('\n')
    const happened: string[] = []
    for (const command of commands) if (!command.startsWith('#')) happened.push(...(await stage.perform(command)))
    const isOnlyComment = commands.every((command) => command.startsWith('#'))
    played.push(isOnlyComment ? commands.join('\n') : [...commands, '----', ...happened].join('\n'))
  }
  stage.coordinator.close()
  return `${played.join('\n\n')}\n`
}

interface Command {
  readonly verb: string
  readonly words: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

class Stage {
  readonly #clock = new ManualClock(0)
  readonly #storage = new MemoryGroupStorage()
  readonly #actors = new Map<string, TranscriptActor>()
  /** Member ids as the transcript shows them: `A#2` is the second id that A was given. */
  readonly #shownIds = new Map<string, string>()
  readonly #topics = new MemoryTopics()
  #config: GroupConfig = defaultGroupConfig
  #policy: MigrationPolicy = 'bidirectional'
  #random = new SeededRandom(1)
  #happened: string[] = []
  #recordsShown = 0
  coordinator = this.#newCoordinator()
  readonly #consumers = new TranscriptConsumers({
    topics: this.#topics,
    coordinator: () => this.coordinator,
    actor: (name) => this.#actor(name),
    say: (line) => this.#say(line),
    shown: (memberId) => this.#shown(memberId),
  })

  async perform(line: string): Promise<readonly string[]> {
    this.#happened = []
    const [verb = '', ...rest] = line.trim().split(/\s+/)
    const options = new Map(rest.filter((word) => word.includes('=')).map(splitOption))
    const words = rest.filter((word) => !word.includes('='))
    const act = this.#verbs[verb] ?? this.#consumers.verbs[verb]
    if (act === undefined) throw new Error(`the transcript says "${line}", but there is no "${verb}"`)
    act({ verb, words, options })
    await new Promise((resolve) => void setImmediate(resolve))
    this.#showRecords()
    return this.#happened
  }

  readonly #verbs: Record<string, (command: Command) => void> = {
    config: ({ options }) => this.#configure(options),
    join: (command) => this.#join(command),
    sync: (command) => this.#sync(command),
    heartbeat: ({ words }) => this.#heartbeat(this.#actor(words[0])),
    leave: (command) => this.#leave(command),
    forge: ({ words, options }) => this.#forge(this.#actor(words[0]), options),
    advance: ({ words }) => this.#clock.advance(Number(words[0])),
    'refuse-writes': () => (this.#storage.refusesWrites = true),
    'allow-writes': () => (this.#storage.refusesWrites = false),
    restart: () => this.#restart(),
    inherit: ({ words }) => this.#inherit(words[0] ?? 'g'),
    describe: ({ words }) => this.#describe(words[0] ?? 'g'),
    list: ({ options }) => this.#list(options),
    delete: ({ words }) => this.#delete(words[0] ?? 'g'),
    commit: (command) => this.#commit(command),
    fetch: (command) => this.#fetch(command),
    'delete-offsets': ({ words }) => this.#deleteOffsets(words),
    'forget-topic': ({ words }) =>
      this.coordinator.forgetTopics([{ topic: words[0] ?? '', topicId: topicId(words[0]) }]),
  }

  #newCoordinator(): GroupCoordinator {
    return new GroupCoordinator({
      environment: { clock: this.#clock, random: this.#random },
      storage: this.#storage,
      config: this.#config,
      surroundings: surroundingsWith(this.#topics, this.#config, {
        assignmentIntervalMs: 0,
        migrationPolicy: this.#policy,
      }),
      onStorageError: (_groupId, cause) => this.#say(`write failed: ${(cause as Error).message}`),
    })
  }

  #say(line: string): void {
    this.#happened.push(line)
  }

  #actor(name = ''): TranscriptActor {
    const known = this.#actors.get(name)
    if (known !== undefined) return known
    const actor: TranscriptActor = { name, memberId: '', instanceId: null, generation: -1, owned: new Map() }
    this.#actors.set(name, actor)
    return actor
  }

  #configure(options: ReadonlyMap<string, string>): void {
    this.coordinator.close()
    this.#policy = (options.get('policy') as MigrationPolicy | undefined) ?? this.#policy
    this.#config = {
      ...this.#config,
      ...Object.fromEntries([...options].map(([name, value]) => [name, Number(value)])),
    }
    this.coordinator = this.#newCoordinator()
  }

  /** Puts records of a KIP-848 group into the log, as Apache Kafka would have left them. */
  #inherit(group: string): void {
    this.#storage.append(this.coordinator.partitionFor(group), [
      {
        key: encodeGroupRecordKey('consumer-group-metadata', { group }),
        value: encodeGroupRecordValue('consumer-group-metadata', 0, { epoch: 5 }),
      },
      {
        key: encodeGroupRecordKey('consumer-group-target-assignment-metadata', { group }),
        value: encodeGroupRecordValue('consumer-group-target-assignment-metadata', 0, { assignmentEpoch: 5 }),
      },
    ])
  }

  #restart(): void {
    this.coordinator.close()
    this.coordinator = this.#newCoordinator()
    const { records } = this.#storage
    const partitions = new Set(records.map(({ partition }) => partition))
    for (const partition of partitions) this.coordinator.beginLoading(partition)
    for (const { partition, key, value } of records) {
      this.coordinator.replay(partition, { key, value, transactionalProducerId: null })
    }
    for (const partition of partitions) this.coordinator.finishLoading(partition)
  }

  /** `join A [id=none] [owned=t-0] [instance=] [topics=] [protocols=] [type=] [session=] [rebalance=] [version=]` */
  #join({ words, options }: Command): void {
    const actor = this.#actor(words[0])
    const version = Number(options.get('version') ?? 9)
    actor.instanceId = options.get('instance') ?? actor.instanceId
    if (options.get('id') === 'none') actor.memberId = ''
    const owned = options.get('owned')?.split(',') ?? []
    const metadata = subscriptionBytes((options.get('topics') ?? 't').split(','), owned)
    const answered = this.coordinator.joinGroup({
      groupId: options.get('group') ?? 'g',
      memberId: actor.memberId,
      instanceId: actor.instanceId,
      clientId: actor.name,
      clientHost: '/127.0.0.1',
      protocolType: options.get('type') ?? 'consumer',
      protocols: (options.get('protocols') ?? 'range').split(',').map((name) => ({ name, metadata })),
      sessionTimeoutMs: Number(options.get('session') ?? 10_000),
      rebalanceTimeoutMs: Number(options.get('rebalance') ?? 60_000),
      mustJoinWithMemberId: version >= 4,
      canSkipAssignment: version >= 9,
    })
    void answered.then((result) => this.#joined(actor, result))
  }

  #joined(actor: TranscriptActor, result: JoinGroupResult): void {
    if (result.error === null || result.error === 'member-id-required') actor.memberId = result.memberId
    if (result.error !== null) {
      this.#say(
        `${actor.name} join: ${result.error}${result.memberId === '' ? '' : ` ${this.#shown(result.memberId)}`}`,
      )
      return
    }
    actor.generation = result.generation
    const members = result.members.map(({ memberId, metadata }) => `${this.#shown(memberId)}(${topicsIn(metadata)})`)
    this.#say(
      [
        `${actor.name} join: ${this.#shown(result.memberId)} generation=${result.generation}`,
        `protocol=${result.protocolType}/${result.protocolName} leader=${this.#shown(result.leaderId)}`,
        ...(members.length > 0 ? [`members=${members.join(',')}`] : []),
        ...(result.skipAssignment ? ['skip-assignment'] : []),
      ].join(' '),
    )
  }

  /** `sync A [A=t-0,t-1] [B=t-2]`, and `type=` or `protocol=` as A believes them to be */
  #sync({ words, options }: Command): void {
    const actor = this.#actor(words[0])
    const assignments = [...options]
      .filter(([name]) => this.#actors.has(name))
      .map(([name, list]) => ({ memberId: this.#actor(name).memberId, assignment: assignmentBytes(list.split(',')) }))
    const answered = this.coordinator.syncGroup({
      groupId: 'g',
      memberId: actor.memberId,
      instanceId: actor.instanceId,
      generation: actor.generation,
      protocolType: options.get('type') ?? null,
      protocolName: options.get('protocol') ?? null,
      assignments,
    })
    void answered.then((result) => this.#synced(actor, result))
  }

  #synced(actor: TranscriptActor, result: SyncGroupResult): void {
    if (result.error !== null) {
      this.#say(`${actor.name} sync: ${result.error}`)
      return
    }
    const { protocolType, protocolName, assignment } = result
    this.#say(`${actor.name} sync: ${protocolType}/${protocolName} ${partitionsIn(assignment)}`)
  }

  #heartbeat(actor: TranscriptActor): void {
    const { memberId, instanceId, generation } = actor
    const error = this.coordinator.heartbeat({ groupId: 'g', memberId, instanceId, generation })
    this.#say(`${actor.name} heartbeat: ${error ?? 'ok'}`)
  }

  /** `leave A B`, or `leave instance=i` as an administrator would */
  #leave({ words, options }: Command): void {
    const byName = words.map((name) => this.#actor(name)).map(({ memberId, instanceId }) => ({ memberId, instanceId }))
    const instanceId = options.get('instance')
    const members = instanceId === undefined ? byName : [...byName, { memberId: '', instanceId }]
    const result = this.coordinator.leaveGroup({ groupId: 'g', members })
    if (result.error !== null) this.#say(`leave: ${result.error}`)
    for (const { memberId, instanceId: instance, error } of result.members) {
      this.#say(`leave ${memberId === '' ? (instance ?? '-') : this.#shown(memberId)}: ${error ?? 'ok'}`)
    }
  }

  /** Makes a client believe something else: `forge A generation=7`, `forge A instance=i`, `forge A id=nobody` */
  #forge(actor: TranscriptActor, options: ReadonlyMap<string, string>): void {
    const generation = options.get('generation')
    if (generation !== undefined) actor.generation = Number(generation)
    actor.instanceId = options.get('instance') ?? actor.instanceId
    actor.memberId = options.get('id') ?? actor.memberId
  }

  #describe(groupId: string): void {
    for (const group of this.coordinator.describeGroups([groupId])) {
      this.#say(
        `${group.groupId} ${group.state} ${group.protocolType}/${group.protocolName} ${group.error ?? ''}`.trimEnd(),
      )
      for (const member of group.members) this.#say(`  ${this.#describeMember(member)}`)
    }
  }

  #describeMember(member: MemberDescription): string {
    const { memberId, instanceId, clientId, clientHost, metadata, assignment } = member
    const instance = instanceId === null ? '' : ` instance=${instanceId}`
    const topics = metadata.length === 0 ? '' : ` topics=${topicsIn(metadata)} assigned=${partitionsIn(assignment)}`
    return `${this.#shown(memberId)}${instance} ${clientId}${clientHost}${topics}`
  }

  #list(options: ReadonlyMap<string, string>): void {
    const given = (name: string): readonly string[] => options.get(name)?.split(',') ?? []
    const listed = this.coordinator.listGroups({ states: given('states'), types: given('types') })
    for (const { groupId, state, protocolType, type } of listed) {
      this.#say(`${groupId} ${state} ${protocolType} ${type}`)
    }
  }

  #delete(groupId: string): void {
    for (const { error } of this.coordinator.deleteGroups([groupId])) this.#say(`delete ${groupId}: ${error ?? 'ok'}`)
  }

  /** `commit A t-0=5 [metadata-length=] [retention=]`; `commit - t-0=5` is somebody outside of the group */
  #commit({ words, options }: Command): void {
    const actor = words[0] === '-' ? { memberId: '', instanceId: null, generation: -1 } : this.#actor(words[0])
    const { memberId, instanceId, generation } = actor
    const retention = options.get('retention')
    const length = Number(options.get('metadata-length') ?? 0)
    const result = this.coordinator.commitOffsets({
      groupId: options.get('group') ?? 'g',
      memberId,
      instanceId,
      generation,
      knowsEpochs: true,
      retentionMs: retention === undefined ? null : Number(retention),
      topics: [...options].filter(isPartition).map(([name, offset]) => ({
        topic: topicOf(name),
        topicId: topicId(topicOf(name)),
        partitions: [
          { partition: partitionOf(name), offset: BigInt(offset), leaderEpoch: 0, metadata: 'm'.repeat(length) },
        ],
      })),
    })
    this.#sayOutcomes('commit', result.topics)
  }

  #fetch({ words, options }: Command): void {
    const topics = words.map((name) => ({ topic: topicOf(name), partitions: [partitionOf(name)] }))
    const asked = topics.length === 0 ? null : topics
    const groupId = options.get('group') ?? 'g'
    const result = this.coordinator.fetchOffsets({ groupId, topics: asked, requireStable: true })
    if (result.error !== null) this.#say(`fetch: ${result.error}`)
    for (const { topic, partitions } of result.topics) {
      for (const { partition, offset, error } of partitions) this.#say(`${topic}-${partition}: ${error ?? offset}`)
    }
  }

  #deleteOffsets(names: readonly string[]): void {
    const topics = names.map((name) => ({ topic: topicOf(name), partitions: [partitionOf(name)] }))
    const result = this.coordinator.deleteOffsets({ groupId: 'g', topics })
    if (result.error !== null) this.#say(`delete-offsets: ${result.error}`)
    this.#sayOutcomes('delete-offsets', result.topics)
  }

  #sayOutcomes(what: string, topics: readonly TopicOutcome[]): void {
    for (const { topic, partitions } of topics) {
      for (const { partition, error } of partitions) this.#say(`${what} ${topic}-${partition}: ${error ?? 'ok'}`)
    }
  }

  #shown(memberId: string): string {
    const known = this.#shownIds.get(memberId)
    if (known !== undefined || memberId.includes('#')) return known ?? memberId
    const madeFrom = /^(.*)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(memberId)?.[1]
    const owner = [...this.#actors.values()].findLast(({ name, instanceId }) => (instanceId ?? name) === madeFrom)
    if (owner === undefined) return memberId
    const count = [...this.#shownIds.values()].filter((shown) => shown.startsWith(`${owner.name}#`)).length
    this.#shownIds.set(memberId, `${owner.name}#${count + 1}`)
    return this.#shown(memberId)
  }

  #showRecords(): void {
    for (const { key, value } of this.#storage.records.slice(this.#recordsShown)) {
      const record = decodeGroupRecord(key, value)
      if (record.kind === 'offset-commit') {
        const { group, topic, partition } = record.key
        this.#say(`log: offset ${group} ${topic}-${partition} ${record.value?.offset ?? 'deleted'}`)
      } else if (record.kind !== 'group-metadata') {
        this.#say(`log: ${record.kind} ${value === null ? 'deleted' : 'written'}`)
      } else {
        const members = record.value?.members.map(({ memberId }) => this.#shown(memberId)).join(',')
        this.#say(
          `log: group ${record.key.group} ${record.value ? `generation=${record.value.generation} members=${members}` : 'deleted'}`,
        )
      }
    }
    this.#recordsShown = this.#storage.records.length
  }
}

function splitOption(word: string): [string, string] {
  const equals = word.indexOf('=')
  return [word.slice(0, equals), word.slice(equals + 1)]
}

function isPartition([name]: [string, string]): boolean {
  return /-\d+$/.test(name)
}

function topicOf(name: string): string {
  return name.slice(0, name.lastIndexOf('-'))
}

function partitionOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1))
}

/** One id a topic, made of its name. */
function topicId(topic = ''): string {
  return Buffer.from(topic.padEnd(16, '.')).toString('base64url')
}

function topicsIn(metadata: Uint8Array): string {
  return decodeSubscription(metadata).topics.join('+')
}

function partitionsIn(assignment: Uint8Array): string {
  const assigned = decodeAssignment(assignment)?.assignedPartitions ?? []
  const names = assigned.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`))
  return names.length === 0 ? 'nothing' : names.join(',')
}
