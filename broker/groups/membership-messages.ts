import type { GroupErrorKind } from './group-error.ts'

/** What members say to their group and what they are answered, for the classic protocol. All times in milliseconds. */

/** An assignor that a member can use, with what the member wants to tell it (opaque to the broker). */
export interface MemberProtocol {
  readonly name: string
  readonly metadata: Uint8Array
}

export interface JoinGroupRequest {
  readonly groupId: string
  /** Empty for a member that has no id yet. */
  readonly memberId: string
  /** `group.instance.id` of a static member (KIP-345). */
  readonly instanceId: string | null
  readonly clientId: string
  /** Where the client connects from, as Kafka shows it: `/127.0.0.1`. */
  readonly clientHost: string
  readonly protocolType: string
  /** In the member's order of preference. */
  readonly protocols: readonly MemberProtocol[]
  readonly sessionTimeoutMs: number
  /** JoinGroup v0 has none; the session timeout stands in for it there. */
  readonly rebalanceTimeoutMs: number
  /** Whether a member without id is sent back with one first (KIP-394): JoinGroup v4 and above. */
  readonly mustJoinWithMemberId: boolean
  /** Whether a leader can be told to leave the assignment as it is (KIP-814): JoinGroup v9 and above. */
  readonly canSkipAssignment: boolean
}

export type JoinGroupResult = JoinedGroup | JoinGroupFailure

export interface JoinedGroup {
  readonly error: null
  readonly memberId: string
  readonly generation: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leaderId: string
  /** Tells the leader not to compute an assignment (KIP-814). */
  readonly skipAssignment: boolean
  /** Everybody, for the leader; empty for the others. */
  readonly members: readonly JoinedMember[]
}

export interface JoinedMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly metadata: Uint8Array
}

export interface JoinGroupFailure {
  readonly error: GroupErrorKind
  /** The id to come back with when the error is `member-id-required`; otherwise the one in the request. */
  readonly memberId: string
}

export interface SyncGroupRequest {
  readonly groupId: string
  readonly memberId: string
  readonly instanceId: string | null
  readonly generation: number
  /** Null before SyncGroup v5: not checked then. */
  readonly protocolType: string | null
  readonly protocolName: string | null
  /** From the leader: what each member gets. Empty from the others. */
  readonly assignments: readonly MemberAssignment[]
}

export interface MemberAssignment {
  readonly memberId: string
  readonly assignment: Uint8Array
}

export type SyncGroupResult =
  | {
      readonly error: null
      readonly protocolType: string | null
      readonly protocolName: string | null
      readonly assignment: Uint8Array
    }
  | { readonly error: GroupErrorKind }

export interface HeartbeatRequest {
  readonly groupId: string
  readonly memberId: string
  readonly instanceId: string | null
  readonly generation: number
}

export interface LeaveGroupRequest {
  readonly groupId: string
  /** One member before LeaveGroup v3. A static member may be named by its instance id alone, with an empty member id. */
  readonly members: readonly LeavingMember[]
}

export interface LeavingMember {
  readonly memberId: string
  readonly instanceId: string | null
}

export interface LeaveGroupResult {
  /** What is wrong with the request as a whole; `members` is empty then. */
  readonly error: GroupErrorKind | null
  /** In the order of the request. */
  readonly members: readonly (LeavingMember & { readonly error: GroupErrorKind | null })[]
}
