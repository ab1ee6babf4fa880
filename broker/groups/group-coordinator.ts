import type { Clock, Timer } from '../environment/clock.ts'
import type { Random } from '../environment/random.ts'
import type {
  ConsumerGroupDescription,
  ConsumerGroupMissing,
  ConsumerHeartbeatRequest,
  ConsumerHeartbeatResult,
} from './consumer/consumer-messages.ts'
import { describeConsumerGroup } from './consumer/describe-consumer-group.ts'
import type { GroupConfig } from './group-config.ts'
import { describeGroup, listGroup, passesFilter } from './group-description.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupDeletion, GroupDescription, GroupFilter, GroupListing } from './group-listing.ts'
import { GroupLoader, type ReplayedRecord, type TransactionEnd } from './group-loader.ts'
import { GroupLog } from './group-log.ts'
import { GroupMembership } from './group-membership.ts'
import { GroupRegistry, type GroupSurroundings } from './group-registry.ts'
import type { GroupStorage } from './group-storage.ts'
import type {
  HeartbeatRequest,
  JoinGroupRequest,
  JoinGroupResult,
  LeaveGroupRequest,
  LeaveGroupResult,
  SyncGroupRequest,
  SyncGroupResult,
} from './membership-messages.ts'
import { OffsetManager, refuseCommit } from './offset-manager.ts'
import type {
  DeletedTopic,
  OffsetCommitRequest,
  OffsetCommitResult,
  OffsetDeleteRequest,
  OffsetDeleteResult,
  OffsetFetchRequest,
  OffsetFetchResult,
  TransactionalCommitRequest,
} from './offset-messages.ts'

export interface GroupCoordinatorOptions {
  readonly environment: { readonly clock: Clock; readonly random: Random }
  readonly storage: GroupStorage
  readonly config: GroupConfig
  readonly surroundings: GroupSurroundings
  /** Told of each failed append; the client is told `coordinator-not-available`. */
  readonly onStorageError?: (groupId: string, cause: unknown) => void
}

/**
 * Coordinates the groups of this broker: who belongs to them, who reads what, how far they are.
 *
 * No request throws: what is wrong is in the answer. Joining and syncing wait for other members, so they give promises;
 * everything else is answered at once. What a client is told has been written before.
 */
export class GroupCoordinator {
  readonly #clock: Clock
  readonly #config: GroupConfig
  readonly #log: GroupLog
  readonly #registry: GroupRegistry
  readonly #membership: GroupMembership
  readonly #offsets: OffsetManager
  readonly #loader: GroupLoader
  #sweep: Timer
  #isClosed = false

  constructor({ environment, storage, config, surroundings, onStorageError }: GroupCoordinatorOptions) {
    const { clock, random } = environment
    this.#clock = clock
    this.#config = config
    this.#log = new GroupLog({ storage, clock, ...(onStorageError && { onStorageError }) })
    this.#registry = new GroupRegistry({ log: this.#log, clock, config, surroundings })
    this.#membership = new GroupMembership(this.#registry, random)
    this.#offsets = new OffsetManager({ registry: this.#registry, log: this.#log, clock, config })
    this.#loader = new GroupLoader({ registry: this.#registry, offsets: this.#offsets.offsets, log: this.#log })
    this.#sweep = this.#sweepLater()
  }

  /** The partition of `__consumer_offsets` that holds a group. */
  partitionFor(groupId: string): number {
    return this.#log.partitionFor(groupId)
  }

  /** From here to `finishLoading` the partition's groups answer `coordinator-load-in-progress`. */
  beginLoading(partition: number): void {
    this.#loader.begin(partition)
  }

  /** Takes one record of the partition, in offset order. @throws MalformedBytesError when it cannot be understood. */
  replay(partition: number, record: ReplayedRecord): void {
    this.#loader.replay(partition, record)
  }

  /** Takes the end of a transaction (a control batch) in the partition. */
  replayTransactionEnd(partition: number, end: TransactionEnd): void {
    this.#loader.replayTransactionEnd(partition, end)
  }

  /** Whether the partition is still being read: no marker must be written to it before all of it is known. */
  isLoading(partition: number): boolean {
    return this.#loader.isLoading(partition)
  }

  /** Opens the partition's groups; sessions of their members start now. */
  finishLoading(partition: number): void {
    this.#loader.finish(partition)
  }

  /** Waits until the group's rebalance is through, unless there is nothing to wait for. */
  async joinGroup(request: JoinGroupRequest): Promise<JoinGroupResult> {
    const error = this.#unavailable(request.groupId) ?? this.#checkJoin(request)
    return error === null ? this.#membership.join(request) : { error, memberId: request.memberId }
  }

  #checkJoin({ groupId, sessionTimeoutMs }: JoinGroupRequest): GroupErrorKind | null {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#config
    if (groupId === '') return 'invalid-group-id'
    const isInBounds = sessionTimeoutMs >= minSessionTimeoutMs && sessionTimeoutMs <= maxSessionTimeoutMs
    return isInBounds ? null : 'invalid-session-timeout'
  }

  /** Waits until the leader has brought the assignment. */
  async syncGroup(request: SyncGroupRequest): Promise<SyncGroupResult> {
    const error = this.#unavailable(request.groupId) ?? checkName(request.groupId)
    return error === null ? this.#membership.sync(request) : { error }
  }

  heartbeat(request: HeartbeatRequest): GroupErrorKind | null {
    const unavailable = this.#unavailable(request.groupId)
    // While a group is being read its members must not believe that they lost their place.
    if (unavailable === 'coordinator-load-in-progress') return null
    return unavailable ?? checkName(request.groupId) ?? this.#membership.heartbeat(request)
  }

  leaveGroup(request: LeaveGroupRequest): LeaveGroupResult {
    const error = this.#unavailable(request.groupId) ?? checkName(request.groupId)
    return error === null ? this.#membership.leave(request) : { error, members: [] }
  }

  /** Everything that members of groups of KIP-848 say: joining, staying, leaving. */
  consumerHeartbeat(request: ConsumerHeartbeatRequest): ConsumerHeartbeatResult {
    const error = this.#unavailable(request.groupId)
    return error === null ? this.#membership.consumerHeartbeat(request) : { error, message: unavailableMessage }
  }

  /** Groups of KIP-848, each with its members; what is no such group is not found. */
  describeConsumerGroups(groupIds: readonly string[]): readonly (ConsumerGroupDescription | ConsumerGroupMissing)[] {
    return groupIds.map((groupId) => {
      const unavailable = this.#unavailable(groupId)
      const group = this.#registry.get(groupId)
      if (unavailable !== null) return { error: unavailable, groupId, message: unavailableMessage }
      if (group?.type === 'consumer') return describeConsumerGroup(group, this.#registry.consumerContext(groupId))
      const message = group === null ? `Group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`
      return { error: 'group-id-not-found', groupId, message }
    })
  }

  describeGroups(groupIds: readonly string[]): readonly GroupDescription[] {
    return groupIds.map((groupId) => describeGroup(groupId, this.#registry.get(groupId), this.#unavailable(groupId)))
  }

  listGroups(filter: GroupFilter): readonly GroupListing[] {
    return [...this.#registry.all()].map(listGroup).filter((listing) => passesFilter(listing, filter))
  }

  deleteGroups(groupIds: readonly string[]): readonly GroupDeletion[] {
    return groupIds.map((groupId) => ({ groupId, error: this.#deleteGroup(groupId) }))
  }

  #deleteGroup(groupId: string): GroupErrorKind | null {
    const unavailable = this.#unavailable(groupId)
    if (unavailable !== null) return unavailable
    const group = this.#registry.get(groupId)
    return group === null ? 'group-id-not-found' : this.#offsets.deleteGroup(group)
  }

  /** The caller has checked that the topics and partitions exist. */
  commitOffsets(request: OffsetCommitRequest): OffsetCommitResult {
    const unavailable = this.#unavailable(request.groupId)
    return unavailable === null ? this.#offsets.commit(request) : refuseCommit(request, unavailable)
  }

  /**
   * Takes offsets that count once their transaction is committed. The caller has checked that the transaction may write
   * to the group's partition of `__consumer_offsets`.
   */
  commitOffsetsInTransaction(request: TransactionalCommitRequest): OffsetCommitResult {
    const refused = this.#unavailable(request.groupId) ?? checkName(request.groupId)
    return refused === null ? this.#offsets.commitInTransaction(request) : refuseCommit(request, refused)
  }

  fetchOffsets(request: OffsetFetchRequest): OffsetFetchResult {
    const error = this.#unavailable(request.groupId)
    return error === null ? this.#offsets.fetch(request) : { error, topics: [] }
  }

  deleteOffsets(request: OffsetDeleteRequest): OffsetDeleteResult {
    const error = this.#unavailable(request.groupId) ?? checkName(request.groupId)
    return error === null ? this.#offsets.delete(request) : { error, topics: [] }
  }

  /** Forgets the offsets of topics that were deleted, in every group. */
  forgetTopics(topics: readonly DeletedTopic[]): void {
    this.#offsets.forgetTopics(topics)
  }

  /** Answers everybody who waits with `coordinator-not-available` and cancels the timers. Nothing is written any more. */
  close(): void {
    this.#isClosed = true
    this.#sweep.cancel()
    this.#registry.close()
  }

  #sweepLater(): Timer {
    return this.#clock.setTimer(this.#config.offsetsRetentionCheckIntervalMs, () => {
      this.#offsets.expire()
      this.#sweep = this.#sweepLater()
    })
  }

  #unavailable(groupId: string): GroupErrorKind | null {
    if (this.#isClosed) return 'coordinator-not-available'
    return this.#loader.isLoading(this.partitionFor(groupId)) ? 'coordinator-load-in-progress' : null
  }
}

const unavailableMessage = 'The coordinator of the group cannot answer at the moment.'

function checkName(groupId: string): GroupErrorKind | null {
  return groupId === '' ? 'invalid-group-id' : null
}
