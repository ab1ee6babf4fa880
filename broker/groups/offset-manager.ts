import type { Clock } from '../environment/clock.ts'
import { CommittedOffsets, type CommittedOffset, type OffsetKey } from './committed-offsets.ts'
import { checkFetch } from './consumer/offset-access.ts'
import { isEmpty, isSubscribedTo, type Group } from './group.ts'
import type { GroupConfig } from './group-config.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupLog } from './group-log.ts'
import { tombstonesOf, type GroupRegistry } from './group-registry.ts'
import type {
  DeletedTopic,
  FetchedOffset,
  OffsetCommitRequest,
  OffsetCommitResult,
  OffsetDeleteRequest,
  OffsetDeleteResult,
  OffsetFetchRequest,
  OffsetFetchResult,
  RequestedTopic,
  TransactionalCommitRequest,
} from './offset-messages.ts'
import {
  checkCommit,
  checkDeleteOffsets,
  checkTransactionalCommit,
  isExpired,
  offsetToRecord,
  offsetTombstone,
} from './offset-rules.ts'
import { renewSession } from './stay-and-leave.ts'

export interface OffsetManagerOptions {
  readonly registry: GroupRegistry
  readonly log: GroupLog
  readonly clock: Clock
  readonly config: GroupConfig
}

/** What groups have committed: taken in, given out, and forgotten in due time. */
export class OffsetManager {
  readonly offsets = new CommittedOffsets()
  readonly #options: OffsetManagerOptions

  constructor(options: OffsetManagerOptions) {
    this.#options = options
  }

  commit(request: OffsetCommitRequest): OffsetCommitResult {
    const { registry, log, config } = this.#options
    const known = registry.get(request.groupId)
    if (known === null && request.generation >= 0) return refuseCommit(request, 'group-id-not-found')
    const group = known ?? registry.classicOrNew(request.groupId)
    const error = checkCommit(group, request)
    if (error !== null) return refuseCommit(request, error)
    const accepted = this.#accepted(request)
    const records = accepted.map(({ key, committed }) => offsetToRecord(key, committed))
    if (!log.append(request.groupId, records)) return refuseCommit(request, 'coordinator-not-available')
    if (known === null) registry.put(group)
    for (const { key, committed } of accepted) this.offsets.set(key, committed)
    // Only in a classic group does a commit count as a sign of life.
    if (group.type === 'classic') registry.carryOut(group.groupId, renewSession(group, request.memberId))
    const outcome = (metadata: string | null): GroupErrorKind | null =>
      isTooLong(metadata, config) ? 'offset-metadata-too-large' : null
    return commitResult(request, ({ metadata }) => outcome(metadata))
  }

  /** Nobody sees these offsets before the transaction is committed. */
  commitInTransaction(request: TransactionalCommitRequest): OffsetCommitResult {
    const { registry, log, config } = this.#options
    const { groupId, transaction } = request
    const known = registry.get(groupId)
    if (known === null && request.generation >= 0) return refuseCommit(request, 'illegal-generation')
    const group = known ?? registry.classicOrNew(groupId)
    const error = checkTransactionalCommit(group, request)
    if (error !== null) return refuseCommit(request, error)
    const accepted = this.#accepted(request)
    const records = accepted.map(({ key, committed }) => offsetToRecord(key, committed))
    if (!log.append(groupId, records, transaction)) return refuseCommit(request, 'coordinator-not-available')
    if (known === null) registry.put(group)
    const id = { logPartition: log.partitionFor(groupId), producerId: transaction.producerId }
    for (const { key, committed } of accepted) this.offsets.setInTransaction(id, key, committed)
    return commitResult(request, ({ metadata }) => (isTooLong(metadata, config) ? 'offset-metadata-too-large' : null))
  }

  #accepted(request: OffsetCommitRequest): { readonly key: OffsetKey; readonly committed: CommittedOffset }[] {
    const { clock, config } = this.#options
    const now = clock.now()
    const expireTimestamp = request.retentionMs === null ? null : BigInt(now + request.retentionMs)
    return request.topics.flatMap(({ topic, topicId, partitions }) =>
      partitions
        .filter(({ metadata }) => !isTooLong(metadata, config))
        .map(({ partition, offset, leaderEpoch, metadata }) => ({
          key: { group: request.groupId, topic, partition },
          committed: {
            offset,
            leaderEpoch,
            metadata: metadata ?? '',
            commitTimestamp: BigInt(now),
            expireTimestamp,
            topicId,
          },
        })),
    )
  }

  fetch({ groupId, topics, requireStable, member }: OffsetFetchRequest): OffsetFetchResult {
    const group = this.#options.registry.get(groupId)
    const refused = group?.type === 'consumer' && member ? checkFetch(group, member) : null
    if (refused !== null) return { error: refused, topics: [] }
    const known = this.offsets.ofGroup(groupId)
    const unstable = requireStable ? new Set([...this.offsets.pendingOf(groupId)].map(nameOf)) : nothing
    const asked: readonly RequestedTopic[] =
      topics ?? [...known].map(([topic, partitions]) => ({ topic, partitions: [...partitions.keys()] }))
    return {
      error: null,
      topics: asked.map(({ topic, topicId, partitions }) => ({
        topic,
        partitions: partitions.map((partition): FetchedOffset => {
          if (unstable.has(nameOf({ topic, partition }))) return noOffset(partition, 'unstable-offset-commit')
          const committed = known.get(topic)?.get(partition)
          if (committed === undefined || isOfOtherTopic(committed, topicId ?? null)) return noOffset(partition, null)
          const { offset, leaderEpoch, metadata } = committed
          return { partition, error: null, offset, leaderEpoch, metadata }
        }),
      })),
    }
  }

  delete(request: OffsetDeleteRequest): OffsetDeleteResult {
    const group = this.#options.registry.get(request.groupId)
    const error = group === null ? 'group-id-not-found' : checkDeleteOffsets(group)
    if (group === null || error !== null) return { error, topics: [] }
    const topics = request.topics.map(({ topic, partitions }) => {
      const outcome = isSubscribedTo(group, topic) ? ('group-subscribed-to-topic' as const) : null
      return { topic, partitions: partitions.map((partition) => ({ partition, error: outcome })) }
    })
    const pending = new Set([...this.offsets.pendingOf(group.groupId)].map(nameOf))
    const doomed = topics
      .flatMap(({ topic, partitions }) =>
        partitions.filter((each) => each.error === null).map(({ partition }) => ({ topic, partition })),
      )
      .map((each) => ({ group: group.groupId, ...each }))
      .filter((key) => this.offsets.get(key) !== null || pending.has(nameOf(key)))
    if (!this.#forget(group.groupId, doomed)) return { error: 'coordinator-not-available', topics: [] }
    return { error: null, topics }
  }

  /** Deletes a group that has no members, with all that it has committed. */
  deleteGroup(group: Group): GroupErrorKind | null {
    if (!isEmpty(group)) return 'non-empty-group'
    return this.#removeGroup(group, [...this.#allOf(group.groupId)]) ? null : 'coordinator-not-available'
  }

  forgetTopics(topics: readonly DeletedTopic[]): void {
    for (const groupId of this.offsets.groupIds()) {
      const ofGroup = this.offsets.ofGroup(groupId)
      const doomed = topics.flatMap(({ topic, topicId }) =>
        [...(ofGroup.get(topic) ?? [])]
          .filter(([, committed]) => !isOfOtherTopic(committed, topicId))
          .map(([partition]) => ({ group: groupId, topic, partition })),
      )
      this.#forget(groupId, doomed)
    }
  }

  /** Forgets offsets past their retention, and groups that have neither members nor offsets left. */
  expire(): void {
    for (const group of this.#options.registry.all()) {
      const all = [...this.#allOf(group.groupId)]
      const expired = this.#expiredOf(group)
      const isAbandoned = isEmpty(group) && (group.type === 'consumer' || group.pendingMembers.size === 0)
      if (isAbandoned && expired.length === all.length) this.#removeGroup(group, expired)
      else this.#forget(group.groupId, expired)
    }
  }

  #expiredOf(group: Group): OffsetKey[] {
    const { clock, config } = this.#options
    const limits = { nowMs: clock.now(), retentionMs: config.offsetsRetentionMs }
    const pending = new Set([...this.offsets.pendingOf(group.groupId)].map(nameOf))
    return [...this.offsets.ofGroup(group.groupId)]
      .filter(([topic]) => !isSubscribedTo(group, topic))
      .flatMap(([topic, partitions]) =>
        [...partitions]
          .filter(([partition, committed]) => {
            return !pending.has(nameOf({ topic, partition })) && isExpired(group, committed, limits)
          })
          .map(([partition]) => ({ group: group.groupId, topic, partition })),
      )
  }

  /** Every partition that the group has an offset for, those of open transactions included, each once. */
  #allOf(groupId: string): Iterable<OffsetKey> {
    const all = new Map<string, OffsetKey>()
    for (const [topic, partitions] of this.offsets.ofGroup(groupId)) {
      for (const partition of partitions.keys()) {
        all.set(nameOf({ topic, partition }), { group: groupId, topic, partition })
      }
    }
    for (const key of this.offsets.pendingOf(groupId)) all.set(nameOf(key), key)
    return all.values()
  }

  #removeGroup(group: Group, offsets: readonly OffsetKey[]): boolean {
    const { registry, log } = this.#options
    const { groupId } = group
    const tombstones = [...offsets.map(offsetTombstone), ...log.foreignTombstones(groupId), ...tombstonesOf(group)]
    if (!log.append(groupId, tombstones)) return false
    log.forgetForeign(groupId)
    for (const key of offsets) this.offsets.delete(key)
    registry.remove(groupId)
    return true
  }

  #forget(groupId: string, keys: readonly OffsetKey[]): boolean {
    if (!this.#options.log.append(groupId, keys.map(offsetTombstone))) return false
    for (const key of keys) this.offsets.delete(key)
    return true
  }
}

/** Answers a commit as a whole with one error. */
export function refuseCommit(request: OffsetCommitRequest, error: GroupErrorKind): OffsetCommitResult {
  return commitResult(request, () => error)
}

function commitResult(
  { topics }: OffsetCommitRequest,
  outcomeOf: (partition: { readonly metadata: string | null }) => GroupErrorKind | null,
): OffsetCommitResult {
  return {
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((each) => ({ partition: each.partition, error: outcomeOf(each) })),
    })),
  }
}

function isTooLong(metadata: string | null, config: GroupConfig): boolean {
  return metadata !== null && metadata.length > config.offsetMetadataMaxBytes
}

/** An offset without an id is older than ids are, and counts as one of the topic that there is. */
function isOfOtherTopic(committed: CommittedOffset, topicId: string | null): boolean {
  return committed.topicId !== null && topicId !== null && committed.topicId !== topicId
}

function noOffset(partition: number, error: GroupErrorKind | null): FetchedOffset {
  return { partition, error, offset: -1n, leaderEpoch: -1, metadata: '' }
}

function nameOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}-${partition}`
}

const nothing: ReadonlySet<string> = new Set()
