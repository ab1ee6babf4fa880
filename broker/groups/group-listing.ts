import type { ConsumerGroupState } from './consumer/consumer-group.ts'
import type { GroupErrorKind } from './group-error.ts'

/** States of a classic group, spelt as Kafka shows them. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

/** Kinds of groups, as ListGroups v5 spells them. */
export type GroupType = 'classic' | 'consumer'

export interface GroupListing {
  readonly groupId: string
  /** Empty for a group that only commits offsets. */
  readonly protocolType: string
  readonly state: GroupState | ConsumerGroupState
  readonly type: GroupType
}

/** Empty filters let everything pass. Both are compared without regard to case, as Kafka does. */
export interface GroupFilter {
  readonly states: readonly string[]
  readonly types: readonly string[]
}

export interface GroupDescription {
  /** `group-id-not-found` comes with state `Dead`; DescribeGroups before v6 tells only the state. */
  readonly error: GroupErrorKind | null
  readonly groupId: string
  readonly state: GroupState
  readonly protocolType: string
  /** The chosen assignor; empty unless the group is stable. */
  readonly protocolName: string
  readonly members: readonly MemberDescription[]
}

export interface MemberDescription {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  /** What the member told the chosen assignor, and what it was assigned; both empty unless the group is stable. */
  readonly metadata: Uint8Array
  readonly assignment: Uint8Array
}

export interface GroupDeletion {
  readonly groupId: string
  readonly error: GroupErrorKind | null
}
