import type { GroupErrorKind } from '../group-error.ts'
import type { Assignment } from './assignors/assignor.ts'
import type { ConsumerGroupState } from './consumer-group.ts'

/** What members of a group of KIP-848 say and are answered. All times in milliseconds. */

export interface ConsumerHeartbeatRequest {
  readonly groupId: string
  /** Made by the client; empty only in version 0 with epoch 0, where the broker makes one. */
  readonly memberId: string
  /** Whether the client has to make its member id: version 1 and above. */
  readonly mustNameMember: boolean
  /** 0 joins, −1 leaves, −2 leaves for a while (static members), else the epoch that the member is in. */
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  /** Which topics the client may know of: expressions stand for no others. */
  readonly isVisible: (topicName: string) => boolean
  /** −1 when it is as before; likewise null for what follows. */
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: readonly string[] | null
  readonly subscribedTopicRegex: string | null
  readonly serverAssignor: string | null
  /** What the member has at the moment. */
  readonly topicPartitions: readonly { readonly topicId: string; readonly partitions: readonly number[] }[] | null
}

export interface ConsumerHeartbeatFailure {
  readonly error: GroupErrorKind
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

/** There is nothing to describe, or not at the moment. */
export interface ConsumerGroupMissing {
  readonly error: GroupErrorKind
  readonly groupId: string
  readonly message: string
}

export interface ConsumerGroupDescription {
  readonly error: null
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
  readonly protocol: 'classic' | 'consumer'
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
