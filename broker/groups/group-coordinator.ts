import type { GroupConfig } from './group-config.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupDeletion, GroupDescription, GroupFilter, GroupListing } from './group-listing.ts'
import type { GroupLogRecord, GroupStorage } from './group-storage.ts'
import type {
  HeartbeatRequest,
  JoinGroupRequest,
  JoinGroupResult,
  LeaveGroupRequest,
  LeaveGroupResult,
  SyncGroupRequest,
  SyncGroupResult,
} from './membership-messages.ts'
import type {
  OffsetCommitRequest,
  OffsetCommitResult,
  OffsetDeleteRequest,
  OffsetDeleteResult,
  OffsetFetchRequest,
  OffsetFetchResult,
} from './offset-messages.ts'

/** The part of the environment that groups need. `setTimer` gives back what cancels the timer. */
export interface GroupClock {
  now(): number
  setTimer(ms: number, fire: () => void): { cancel(): void }
}

export interface GroupCoordinatorOptions {
  readonly clock: GroupClock
  /** Makes the unique part of a member id. */
  readonly randomUuid: () => string
  readonly storage: GroupStorage
  readonly config: GroupConfig
  /** Told of each failed append; the client has its answer by then. */
  readonly onStorageError?: (groupId: string, cause: unknown) => void
}

/** A record read back from the log, with what its batch says about transactions. */
export interface ReplayedRecord extends GroupLogRecord {
  /** The producer of a transactional batch; null for every other. */
  readonly transactionalProducerId: bigint | null
}

/**
 * Coordinates the groups of this broker: who belongs to them, who reads what, how far they are.
 *
 * No request throws: what is wrong is in the answer. Joining and syncing wait for other members, so they give promises;
 * everything else is answered at once.
 */
export class GroupCoordinator {
  readonly options: GroupCoordinatorOptions

  constructor(options: GroupCoordinatorOptions) {
    this.options = options
  }

  /** The partition of `__consumer_offsets` that holds a group. */
  partitionFor(groupId: string): number {
    throw new Error(`to be written ${groupId}`)
  }

  /** From here to `finishLoading` the partition's groups answer `coordinator-load-in-progress`. */
  beginLoading(partition: number): void {
    throw new Error(`to be written ${partition}`)
  }

  /** Takes one record of the partition, in offset order. */
  replay(partition: number, record: ReplayedRecord): void {
    throw new Error(`to be written ${partition} ${record.key.length}`)
  }

  /** Takes the end of a transaction (a control batch) in the partition. */
  replayTransactionEnd(partition: number, producerId: bigint, outcome: 'committed' | 'aborted'): void {
    throw new Error(`to be written ${partition} ${producerId} ${outcome}`)
  }

  /** Opens the partition's groups; sessions of their members start now. */
  finishLoading(partition: number): void {
    throw new Error(`to be written ${partition}`)
  }

  joinGroup(request: JoinGroupRequest): Promise<JoinGroupResult> {
    throw new Error(`to be written ${request.groupId}`)
  }

  syncGroup(request: SyncGroupRequest): Promise<SyncGroupResult> {
    throw new Error(`to be written ${request.groupId}`)
  }

  heartbeat(request: HeartbeatRequest): GroupErrorKind | null {
    throw new Error(`to be written ${request.groupId}`)
  }

  leaveGroup(request: LeaveGroupRequest): LeaveGroupResult {
    throw new Error(`to be written ${request.groupId}`)
  }

  describeGroups(groupIds: readonly string[]): readonly GroupDescription[] {
    throw new Error(`to be written ${groupIds}`)
  }

  listGroups(filter: GroupFilter): readonly GroupListing[] {
    throw new Error(`to be written ${filter.states}`)
  }

  deleteGroups(groupIds: readonly string[]): readonly GroupDeletion[] {
    throw new Error(`to be written ${groupIds}`)
  }

  /** The caller has checked that the topics and partitions exist. */
  commitOffsets(request: OffsetCommitRequest): OffsetCommitResult {
    throw new Error(`to be written ${request.groupId}`)
  }

  fetchOffsets(request: OffsetFetchRequest): OffsetFetchResult {
    throw new Error(`to be written ${request.groupId}`)
  }

  deleteOffsets(request: OffsetDeleteRequest): OffsetDeleteResult {
    throw new Error(`to be written ${request.groupId}`)
  }

  /** Forgets the offsets of topics that were deleted, in every group. */
  forgetTopics(topics: readonly string[]): void {
    throw new Error(`to be written ${topics}`)
  }

  /** Answers everybody who waits with `coordinator-not-available` and cancels the timers. */
  close(): void {}
}
