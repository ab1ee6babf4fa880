import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { decodeAssignment } from '../../broker/groups/records/consumer-protocol.ts'
import type { GroupMember } from '../api/group-members.ts'

/**
 * What a classic group's leader has given to a member, who may have been given nothing yet. Null where the bytes are
 * something else, as frameworks are free to use them.
 */
export function readAssignment(bytes: Uint8Array): GroupMember['assignment'] {
  try {
    const assigned = decodeAssignment(bytes)?.assignedPartitions ?? []
    return assigned.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] }))
  } catch (error) {
    if (error instanceof MalformedBytesError) return null
    throw error
  }
}
