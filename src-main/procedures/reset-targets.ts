import type { ResetPreview, ResetScope, ResetStrategy } from '../api/group-resets.ts'
import type { CommittedOffset } from '../kafka/group-offsets.ts'
import { describeGroup } from '../kafka/group-descriptions.ts'
import { listOffsets } from '../kafka/offsets.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { OffsetSnapshot } from '../settings/offset-snapshot-store.ts'
import { texts } from '../languages/texts.ts'
import { storeOf } from './group-store.ts'
import type { GroupOnCluster } from './group-on-cluster.ts'
import { partitionKey, type TopicPartition } from '../kafka/topic-partition.ts'
import { readOffsetsCsv } from './offsets-csv.ts'
import { ProblemError } from './problem-error.ts'
import type { ResetTarget } from './reset-plan.ts'

export interface TargetedPlace extends TopicPartition {
  readonly target: ResetTarget
}

/** Which partitions a reset concerns, and where to in each of them. */
export interface ResetTargets extends Pick<ResetPreview, 'leftAlone' | 'badLines'> {
  readonly places: readonly TargetedPlace[]
}

export interface ResetWish {
  readonly scope: ResetScope
  readonly strategy: ResetStrategy
  /** What the group has committed now. */
  readonly committed: readonly CommittedOffset[]
}

/** @throws ProblemError when the scope names what does not exist, KafkaClientError */
export async function findTargets(group: GroupOnCluster, wish: ResetWish): Promise<ResetTargets> {
  const { scope, strategy, committed } = wish
  if (strategy.to === 'csv') return targetsOfCsv(group, strategy.csv)
  if (strategy.to === 'snapshot') {
    return targetsOfSnapshot(group.cluster, await snapshotOf(group, strategy.snapshotId), committed)
  }
  const places = await placesOf(group.cluster, scope)
  if (strategy.to === 'group') return targetsOfGroup(group.cluster, places, strategy.groupId)
  if (strategy.to === 'shift') return targetsOfShift(places, committed, strategy.by)
  if (strategy.to === 'timestamp' || strategy.to === 'duration') {
    return withTargets(await targetsAt(group.cluster, places, timeOf(strategy)))
  }
  return withTargets(places.map((place) => ({ ...place, target: strategy })))
}

function withTargets(places: readonly TargetedPlace[]): ResetTargets {
  return { places, leftAlone: [], badLines: [] }
}

function timeOf(strategy: Extract<ResetStrategy, { to: 'timestamp' | 'duration' }>): bigint {
  if (strategy.to === 'timestamp') return strategy.timestamp
  const at = BigInt(Date.now()) - strategy.durationMs
  return at < 0n ? 0n : at
}

async function targetsAt(
  cluster: WireCluster,
  places: readonly TopicPartition[],
  timestamp: bigint,
): Promise<TargetedPlace[]> {
  const answers = await listOffsets(
    cluster,
    places.map((place) => ({ ...place, timestamp })),
  )
  return answers.map(({ topic, partition, offset, problem }) => {
    if (problem !== null) throw problem
    return { topic, partition, target: { to: 'timestamp', offsetAtTimestamp: offset } }
  })
}

function targetsOfShift(
  places: readonly TopicPartition[],
  committed: readonly CommittedOffset[],
  by: bigint,
): ResetTargets {
  const known = new Set(committed.map(partitionKey))
  const why = texts.groups.leftAlone.nothingToShift
  return {
    places: places
      .filter((place) => known.has(partitionKey(place)))
      .map((place) => ({ ...place, target: { to: 'shift', by } })),
    leftAlone: places.filter((place) => !known.has(partitionKey(place))).map((place) => ({ ...place, why })),
    badLines: [],
  }
}

/** @throws RefusedByBrokerError when there is no group of that name: a typing error would be taken for one without offsets */
async function targetsOfGroup(
  cluster: WireCluster,
  places: readonly TopicPartition[],
  groupId: string,
): Promise<ResetTargets> {
  const { type } = await describeGroup(cluster, groupId)
  const committed = await storeOf(cluster, groupId, type).committed()
  const offsets = new Map(committed.map((each) => [partitionKey(each), each.offset]))
  const targeted = places.flatMap((place): TargetedPlace[] => {
    const offset = offsets.get(partitionKey(place))
    if (offset === undefined) return []
    const target = { to: 'offset', offset, from: texts.groups.notes.groupIs(groupId, offset) } as const
    return [{ ...place, target }]
  })
  const why = texts.groups.leftAlone.otherHasNone(groupId)
  const leftAlone = places.filter((place) => !offsets.has(partitionKey(place))).map((place) => ({ ...place, why }))
  return { places: targeted, leftAlone, badLines: [] }
}

async function targetsOfSnapshot(
  cluster: WireCluster,
  snapshot: OffsetSnapshot,
  committed: readonly CommittedOffset[],
): Promise<ResetTargets> {
  const wanted = offsetsToRestore(snapshot, committed)
  const exists = await existingPartitions(cluster, wanted)
  const why = texts.groups.leftAlone.partitionGone
  return {
    places: wanted
      .filter((each) => exists(each) === null)
      .map(({ topic, partition, offset }) => ({ topic, partition, target: { to: 'exactly', offset } })),
    leftAlone: wanted
      .filter((each) => exists(each) !== null)
      .map(({ topic, partition }) => ({ topic, partition, why })),
    badLines: [],
  }
}

/** A snapshot of a whole group also says where the group had no offset: wherever it names none. */
export function offsetsToRestore(
  snapshot: OffsetSnapshot,
  committed: readonly CommittedOffset[],
): OffsetSnapshot['offsets'] {
  const named = new Set(snapshot.offsets.map(partitionKey))
  const added = snapshot.isWhole ? committed.filter((each) => !named.has(partitionKey(each))) : []
  const none = { offset: null, leaderEpoch: -1, metadata: '' }
  return [...snapshot.offsets, ...added.map(({ topic, partition }) => ({ topic, partition, ...none }))]
}

async function targetsOfCsv(group: GroupOnCluster, csv: string): Promise<ResetTargets> {
  const { offsets, badLines } = await readOffsetsCsv(csv, group.groupId)
  const problemAt = await existingPartitions(group.cluster, offsets)
  const missing = offsets.flatMap((each) => {
    const why = problemAt(each)
    return why === null ? [] : [{ line: each.line, why }]
  })
  const places = offsets.flatMap((each): TargetedPlace[] => {
    const { topic, partition, offset, line } = each
    const target = { to: 'offset', offset, from: texts.groups.notes.lineIs(offset, line) } as const
    return problemAt(each) === null ? [{ topic, partition, target }] : []
  })
  const all = [...badLines, ...missing].toSorted((a, b) => a.line - b.line)
  const isEmpty = offsets.length === 0 && badLines.length === 0
  const nothing = { line: 1, why: texts.groups.csv.nothing(group.groupId) }
  return { places, leftAlone: [], badLines: isEmpty ? [nothing] : all }
}

/** Tells why a partition cannot be reset; null when it exists. */
async function existingPartitions(
  cluster: WireCluster,
  places: readonly TopicPartition[],
): Promise<(place: TopicPartition) => string | null> {
  const names = [...new Set(places.map(({ topic }) => topic))]
  const { topics } = names.length === 0 ? { topics: new Map<string, never>() } : await cluster.metadata(names)
  const known = new Map([...topics].map(([name, topic]) => [name, topic]))
  return ({ topic, partition }) => {
    const found = known.get(topic)
    if (found === undefined) return texts.groups.csv.unknownTopic(topic)
    return found.partitions.some((each) => each.partition === partition)
      ? null
      : texts.groups.csv.unknownPartition(topic, partition)
  }
}

/** Every partition of the scope once. @throws ProblemError when one does not exist */
async function placesOf(cluster: WireCluster, scope: ResetScope): Promise<TopicPartition[]> {
  const places = new Map<string, TopicPartition>()
  for (const { topic, partitions } of scope) {
    const existing = (await cluster.topic(topic)).partitions.map(({ partition }) => partition)
    for (const partition of partitions ?? existing) {
      if (!existing.includes(partition)) throw noSuchPartition(topic, partition)
      places.set(partitionKey({ topic, partition }), { topic, partition })
    }
  }
  if (places.size === 0) throw nothingChosen()
  return [...places.values()]
}

/** @throws ProblemError NOT_FOUND */
export async function snapshotOf({ snapshots, clusterId }: GroupOnCluster, id: string): Promise<OffsetSnapshot> {
  const snapshot = await snapshots.find(clusterId, id)
  if (snapshot !== null) return snapshot
  throw new ProblemError('NOT_FOUND', texts.groups.noSnapshot)
}

function nothingChosen(): ProblemError {
  return new ProblemError('REJECTED', { what: texts.groups.notPreviewed, ...texts.groups.nothingChosen })
}

function noSuchPartition(topic: string, partition: number): ProblemError {
  return new ProblemError('NOT_FOUND', {
    what: texts.groups.notPreviewed,
    why: texts.groups.csv.unknownPartition(topic, partition),
    remedy: texts.groups.choosePartitions,
  })
}
