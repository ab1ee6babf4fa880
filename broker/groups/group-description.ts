import { metadataFor, type ClassicMember } from './classic-group.ts'
import { stateOf } from './consumer/consumer-group.ts'
import type { Group } from './group.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupDescription, GroupFilter, GroupListing, MemberDescription } from './group-listing.ts'

const noBytes: Uint8Array = new Uint8Array(0)

/** A group that does not exist, or speaks the other protocol, is described as dead. */
export function describeGroup(
  groupId: string,
  group: Group | null,
  unavailable: GroupErrorKind | null,
): GroupDescription {
  if (group?.type !== 'classic' || unavailable !== null) {
    const error = unavailable ?? 'group-id-not-found'
    return { error, groupId, state: 'Dead', protocolType: '', protocolName: '', members: [] }
  }
  const isStable = group.state === 'Stable'
  return {
    error: null,
    groupId,
    state: group.state,
    protocolType: group.protocolType ?? '',
    protocolName: isStable ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      ...describeMember(member),
      metadata: isStable ? metadataFor(member, group.protocolName) : noBytes,
      assignment: isStable ? member.assignment : noBytes,
    })),
  }
}

function describeMember(member: ClassicMember): Omit<MemberDescription, 'metadata' | 'assignment'> {
  const { memberId, instanceId, clientId, clientHost } = member
  return { memberId, instanceId, clientId, clientHost }
}

export function listGroup(group: Group): GroupListing {
  const { groupId, type } = group
  return type === 'consumer'
    ? { groupId, protocolType: 'consumer', state: stateOf(group), type }
    : { groupId, protocolType: group.protocolType ?? '', state: group.state, type }
}

export function passesFilter(listing: GroupListing, { states, types }: GroupFilter): boolean {
  const matches = (allowed: readonly string[], value: string): boolean =>
    allowed.length === 0 || allowed.some((each) => each.trim().toLowerCase() === value.toLowerCase())
  return matches(states, listing.state) && matches(types, listing.type)
}
