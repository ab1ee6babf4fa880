import type { OffsetsChanged, ResetScope, ResetStrategy } from '../api/group-resets.ts'
import type { SnapshotReason, SnapshotSummary } from '../api/offset-snapshots.ts'
import { describeGroup, findGroup } from '../kafka/group-descriptions.ts'
import type { OffsetToCommit, RefusedPartition } from '../kafka/group-offsets.ts'
import { deleteGroup as deleteGroupNow } from '../kafka/groups.ts'
import { KafkaClientError, RefusedByBrokerError } from '../kafka/kafka-errors.ts'
import type { OffsetSnapshot } from '../settings/offset-snapshot-store.ts'
import type { GroupOnCluster } from './group-on-cluster.ts'
import { storeOf, type GroupStore } from './group-store.ts'
import { offsetsToRestore, snapshotOf } from './reset-targets.ts'
import { activeGroup, isOfActiveGroup, nothingToDelete, refuseOutside, refuseUnconfirmed } from './refused-changes.ts'
import { partitionKey, type TopicPartition } from '../kafka/topic-partition.ts'

export interface WantedOffset extends TopicPartition {
  /** Null: no offset. */
  readonly offset: bigint | null
  readonly leaderEpoch?: number
  readonly metadata?: string
}

interface Change {
  readonly kind: SnapshotSummary['kind']
  readonly why: SnapshotReason
  readonly wanted: readonly WantedOffset[]
  /** Whether offsets are refused that do not exist (any more). */
  readonly mustExist: boolean
  /** The name of the group, as the user has typed it. */
  readonly confirmedName?: string | null | undefined
}

export interface ResetToApply {
  readonly strategy: ResetStrategy
  readonly offsets: readonly WantedOffset[]
  readonly confirmedName?: string | null | undefined
}

/** Sets what a preview showed. @throws ProblemError CONFLICT when the group is active; nothing has been changed then */
export async function applyReset(
  group: GroupOnCluster,
  { strategy, offsets, confirmedName }: ResetToApply,
): Promise<OffsetsChanged> {
  const snapshot = strategy.to === 'snapshot' ? await snapshotOf(group, strategy.snapshotId) : null
  const exact = new Map(snapshot?.offsets.map((each) => [partitionKey(each), each]))
  const wanted = offsets.map((each) => {
    const stored = exact.get(partitionKey(each))
    return stored !== undefined && stored.offset === each.offset ? stored : each
  })
  const isAsItIs = strategy.to === 'snapshot' || strategy.to === 'current'
  const why = reasonOf(strategy, snapshot)
  return inTurn(group, () => change(group, { kind: 'before-reset', why, wanted, mustExist: !isAsItIs, confirmedName }))
}

/** Restores what a snapshot says to the letter. @throws ProblemError as `applyReset` */
export async function undoReset(
  group: GroupOnCluster,
  { snapshotId, confirmedName }: { readonly snapshotId: string; readonly confirmedName?: string | null | undefined },
): Promise<OffsetsChanged> {
  const snapshot = await snapshotOf(group, snapshotId)
  return inTurn(group, async () => {
    const wanted = offsetsToRestore(snapshot, await (await storeNow(group)).committed())
    const why = { act: 'undo', detail: String(snapshot.takenAt) } as const
    return change(group, { kind: 'before-undo', why, wanted, mustExist: false, confirmedName })
  })
}

/** Forgets what the group has committed in the scope. @throws ProblemError as `applyReset` */
export async function deleteOffsets(group: GroupOnCluster, scope: ResetScope): Promise<OffsetsChanged> {
  const named = new Set(scope.map(({ topic }) => topic))
  return inTurn(group, async () => {
    const committed = await (await storeNow(group)).committed()
    const whole = new Set(scope.flatMap(({ topic, partitions }) => (partitions === null ? [topic] : [])))
    const single = new Set(
      scope.flatMap(({ topic, partitions }) =>
        (partitions ?? []).map((partition) => partitionKey({ topic, partition })),
      ),
    )
    const wanted = committed
      .filter((each) => named.has(each.topic) && (whole.has(each.topic) || single.has(partitionKey(each))))
      .map(({ topic, partition }) => ({ topic, partition, offset: null }))
    if (wanted.length === 0) throw nothingToDelete(group.groupId)
    return change(group, {
      kind: 'before-deletion',
      why: { act: 'delete-offsets', detail: '' },
      wanted,
      mustExist: false,
    })
  })
}

async function storeNow({ cluster, groupId }: GroupOnCluster): Promise<GroupStore> {
  return storeOf(cluster, groupId, (await findGroup(cluster, groupId))?.type)
}

/** Deletes the group; gives the snapshot from which its offsets can be made again. */
export async function deleteGroup(group: GroupOnCluster): Promise<{ snapshotId: string | null }> {
  return inTurn(group, async () => {
    const description = await findGroup(group.cluster, group.groupId)
    const committed = await storeOf(group.cluster, group.groupId, description?.type).committed()
    const kept =
      // A share group can only be made by its members.
      committed.length === 0 || description?.type === 'share'
        ? null
        : await takeSnapshot(group, {
            kind: 'before-deletion',
            why: { act: 'delete-group', detail: '' },
            offsets: committed,
            isWhole: true,
          })
    try {
      await deleteGroupNow(group.cluster, group.groupId)
    } catch (error) {
      if (kept !== null && error instanceof RefusedByBrokerError) await group.snapshots.remove(kept.id)
      throw error
    }
    return { snapshotId: kept?.id ?? null }
  })
}

/** Keeps all that the group has committed under a name. */
export async function saveSnapshot(group: GroupOnCluster, name: string): Promise<OffsetSnapshot> {
  const { type } = await describeGroup(group.cluster, group.groupId)
  const offsets = await storeOf(group.cluster, group.groupId, type).committed()
  return takeSnapshot(group, { kind: 'saved', name, why: { act: 'save', detail: name }, offsets, isWhole: true })
}

interface SnapshotToTake extends Pick<OffsetSnapshot, 'kind' | 'why' | 'offsets' | 'isWhole'> {
  readonly name?: string
}

async function takeSnapshot(
  { clusterId, groupId, cluster, snapshots }: GroupOnCluster,
  { name, ...snapshot }: SnapshotToTake,
): Promise<OffsetSnapshot> {
  const { kafkaClusterId } = await cluster.metadata()
  return snapshots.add({ ...snapshot, name: name ?? null, clusterId, kafkaClusterId, groupId })
}

/**
 * Looks whether the group is empty, keeps what the offsets are, and sets them. A group that becomes active after the look is
 * refused by its coordinator, for all partitions: then nothing has been changed either, and no snapshot is kept.
 */
async function change(group: GroupOnCluster, asked: Change): Promise<OffsetsChanged> {
  const { cluster, groupId } = group
  const { kind, why, wanted, mustExist, confirmedName } = asked
  const description = await findGroup(cluster, groupId)
  const store = storeOf(cluster, groupId, description?.type)
  if (description !== null && description.members.length > 0) throw activeGroup(groupId, description.members)
  const set = wanted.filter((each): each is OffsetToCommit => each.offset !== null)
  if (mustExist) await refuseOutside(group, set)
  const before = new Map((await store.committed()).map((each) => [partitionKey(each), each]))
  await refuseUnconfirmed(group, wanted, { before, confirmedName })
  // Where there is nothing, nothing can be forgotten.
  const forgotten = wanted.filter((each) => each.offset === null && before.has(partitionKey(each)))
  const offsets = [...set, ...forgotten].map((each) => before.get(partitionKey(each)) ?? noOffset(each))
  const snapshot = await takeSnapshot(group, { kind, why, offsets, isWhole: false })
  let refused: RefusedPartition[]
  try {
    refused = await setAndForget(store, set, forgotten)
  } catch (error) {
    if (!(error instanceof RefusedByBrokerError)) throw error
    await group.snapshots.remove(snapshot.id)
    if (!isOfActiveGroup(error)) throw error
    const now = await describeGroup(cluster, groupId).catch(nullWhereRefused)
    throw activeGroup(groupId, now?.members ?? [])
  }
  const changedPartitionCount = set.length + forgotten.length - refused.length
  if (changedPartitionCount > 0) return { changedPartitionCount, refused, snapshotId: snapshot.id }
  await group.snapshots.remove(snapshot.id)
  return { changedPartitionCount, refused, snapshotId: null }
}

/** @throws RefusedByBrokerError when nothing at all was changed */
async function setAndForget(
  store: GroupStore,
  set: readonly OffsetToCommit[],
  forgotten: readonly TopicPartition[],
): Promise<RefusedPartition[]> {
  const refused = set.length === 0 ? [] : await store.set(set)
  if (forgotten.length === 0) return refused
  try {
    return [...refused, ...(await store.forget(forgotten))]
  } catch (error) {
    if (set.length === 0 || !(error instanceof KafkaClientError)) throw error
    const why = `${error.problem.what} ${error.problem.why}`
    return [...refused, ...forgotten.map(({ topic, partition }) => ({ topic, partition, why }))]
  }
}

function noOffset({ topic, partition }: TopicPartition): OffsetSnapshot['offsets'][number] {
  return { topic, partition, offset: null, leaderEpoch: -1, metadata: '' }
}

function reasonOf(strategy: ResetStrategy, snapshot: OffsetSnapshot | null): SnapshotReason {
  const act = strategy.to
  switch (act) {
    case 'offset':
      return { act, detail: String(strategy.offset) }
    case 'timestamp':
      return { act, detail: String(strategy.timestamp) }
    case 'duration':
      return { act, detail: String(strategy.durationMs) }
    case 'shift':
      return { act, detail: String(strategy.by) }
    case 'group':
      return { act, detail: strategy.groupId }
    case 'snapshot':
      return { act, detail: snapshot?.name ?? String(snapshot?.takenAt ?? '') }
    default:
      return { act, detail: '' }
  }
}

const running = new Map<string, Promise<unknown>>()

/** Two changes of one group from two windows go one after the other, each with a snapshot of what the other left. */
async function inTurn<Result>({ clusterId, groupId }: GroupOnCluster, act: () => Promise<Result>): Promise<Result> {
  const key = JSON.stringify([clusterId, groupId])
  const earlier = running.get(key) ?? Promise.resolve()
  const acting = earlier.catch(() => {}).then(act)
  running.set(key, acting)
  try {
    return await acting
  } finally {
    if (running.get(key) === acting) running.delete(key)
  }
}

function nullWhereRefused(error: unknown): null {
  if (error instanceof KafkaClientError) return null
  throw error
}
