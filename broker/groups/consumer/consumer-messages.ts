import type { Assignment } from './assignors/assignor.ts'
import type { ConsumerGroupState } from './consumer-group.ts'

/** What members of a group of KIP-848 say and are answered. All times in milliseconds. */

export interface ConsumerHeartbeatRequest {
  readonly groupId: string
  /** Made by the client; empty only in version 0 with epoch 0, where the broker makes one. */
  readonly memberId: string
  /** 0 joins, −1 leaves, −2 leaves for a while (static members), else the epoch that the member is in. */
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  /** −1 when it is as before; likewise null for what follows. */
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: readonly string[] | null
  readonly subscribedTopicRegex: string | null
  readonly serverAssignor: string | null
  /** What the member has at the moment. */
  readonly topicPartitions: readonly { readonly topicId: string; readonly partitions: readonly number[] }[] | null
}

/** Each has the Kafka error of the same name. */
export type ConsumerGroupErrorKind =
  /** The request contradicts itself. INVALID_REQUEST */
  | 'invalid-request'
  /** There is no such group. GROUP_ID_NOT_FOUND */
  | 'group-id-not-found'
  /** The group does not know the member. UNKNOWN_MEMBER_ID */
  | 'unknown-member-id'
  /** The member's epoch is not the one that it was given: give everything up and join again. FENCED_MEMBER_EPOCH */
  | 'fenced-member-epoch'
  /** The epoch in a commit is not the member's. STALE_MEMBER_EPOCH */
  | 'stale-member-epoch'
  /** Somebody else has the instance id. FENCED_INSTANCE_ID */
  | 'fenced-instance-id'
  /** The instance id is taken, and who has it has not left. UNRELEASED_INSTANCE_ID */
  | 'unreleased-instance-id'
  /** UNSUPPORTED_ASSIGNOR */
  | 'unsupported-assignor'
  /** INVALID_REGULAR_EXPRESSION */
  | 'invalid-regular-expression'
  /** GROUP_MAX_SIZE_REACHED */
  | 'group-max-size-reached'

export interface ConsumerHeartbeatFailure {
  readonly error: ConsumerGroupErrorKind
  /** For whoever reads the client's log. */
  readonly message: string
}

export type ConsumerHeartbeatResult =
  | {
      readonly error: null
      readonly memberId: string
      readonly memberEpoch: number
      /** 0 for who has left. */
      readonly heartbeatIntervalMs: number
      /** Null when it is as the member knows it. */
      readonly assignment: Assignment | null
    }
  | ConsumerHeartbeatFailure

export interface ConsumerGroupDescription {
  readonly groupId: string
  readonly state: ConsumerGroupState
  readonly epoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ConsumerMemberDescription[]
}

export interface ConsumerMemberDescription {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly subscribedTopicRegex: string | null
  /** What it has, including what it is to give up. */
  readonly assignment: readonly DescribedPartitions[]
  readonly targetAssignment: readonly DescribedPartitions[]
}

export interface DescribedPartitions {
  readonly topicId: string
  readonly topicName: string
  readonly partitions: readonly number[]
}
