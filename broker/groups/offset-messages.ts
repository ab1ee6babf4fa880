import type { GroupErrorKind } from './group-error.ts'
import type { GroupTransaction } from './group-storage.ts'

/** What is said about committed offsets. Topics and partitions are answered in the order in which they were asked for. */

export interface OffsetCommitRequest {
  readonly groupId: string
  /** Empty, with generation -1, from a client that manages its partitions itself or an administrator. */
  readonly memberId: string
  readonly instanceId: string | null
  /** Or the member's epoch, in a group of KIP-848. */
  readonly generation: number
  /** Whether the request can tell epochs from generations: OffsetCommit v9 and above. */
  readonly knowsEpochs: boolean
  /** An explicit retention (OffsetCommit v2 to v4); null otherwise. Milliseconds. */
  readonly retentionMs: number | null
  readonly topics: readonly CommittedTopic[]
}

/** A commit that counts when the producer's transaction does (TxnOffsetCommit). */
export interface TransactionalCommitRequest extends OffsetCommitRequest {
  readonly transaction: GroupTransaction
}

export interface CommittedTopic {
  readonly topic: string
  /** The topic's id where it is known; stored beside the offset, so that it cannot pass for one of a later topic. */
  readonly topicId: string | null
  readonly partitions: readonly CommittedPartition[]
}

export interface CommittedPartition {
  readonly partition: number
  readonly offset: bigint
  /** -1 when the client did not say. */
  readonly leaderEpoch: number
  readonly metadata: string | null
}

export interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

export interface PartitionOutcome {
  readonly partition: number
  readonly error: GroupErrorKind | null
}

export interface TopicOutcome {
  readonly topic: string
  readonly partitions: readonly PartitionOutcome[]
}

/**
 * An error that concerns the whole group stands at every partition, as on the wire. `group-id-not-found` is for
 * OffsetCommit v9 and above; older clients know it as `illegal-generation`.
 */
export interface OffsetCommitResult {
  readonly topics: readonly TopicOutcome[]
}

export interface OffsetFetchRequest {
  readonly groupId: string
  /** Null asks for every partition that the group has an offset for. */
  readonly topics: readonly RequestedTopic[] | null
  /** Whether offsets that an open transaction may still change are withheld (KIP-447). */
  readonly requireStable: boolean
  /** Who asks; checked in groups of KIP-848. Not there in requests before OffsetFetch v9, nor from administrators. */
  readonly member?: { readonly memberId: string | null; readonly memberEpoch: number }
}

export interface RequestedTopic extends TopicPartitions {
  /** The id that the topic has now. Offsets that were committed for another one are not given out. */
  readonly topicId?: string | null
}

export interface OffsetFetchResult {
  readonly error: GroupErrorKind | null
  readonly topics: readonly FetchedTopic[]
}

export interface FetchedTopic {
  readonly topic: string
  readonly partitions: readonly FetchedOffset[]
}

export interface FetchedOffset {
  readonly partition: number
  readonly error: GroupErrorKind | null
  /** -1 where nothing is committed; `leaderEpoch` is -1 and `metadata` empty then. */
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly metadata: string
}

export interface OffsetDeleteRequest {
  readonly groupId: string
  readonly topics: readonly TopicPartitions[]
}

export interface OffsetDeleteResult {
  /** What is wrong with the request as a whole; `topics` is empty then. */
  readonly error: GroupErrorKind | null
  readonly topics: readonly TopicOutcome[]
}

/** A topic that is gone. */
export interface DeletedTopic {
  readonly topic: string
  readonly topicId: string
}
