import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { consumerProtocolAssignment } from '../../broker/protocol/messages/consumer-protocol-assignment.ts'
import { readMessage } from '../../broker/schema/message.ts'
import type { GroupMember } from '../api/group-members.ts'

/**
 * What a classic group's leader has given to a member: an int16 version, then a ConsumerProtocolAssignment. A version
 * that we do not know is read as the newest that we do; later versions only add at the end. Null where the bytes are
 * something else, as frameworks are free to use them.
 */
export function readAssignment(bytes: Uint8Array): GroupMember['assignment'] {
  // Members that have not been given anything yet have no bytes at all.
  if (bytes.byteLength === 0) return []
  try {
    const reader = new ByteReader(bytes)
    const version = Math.min(reader.int16(), consumerProtocolAssignment.validVersions.max)
    if (version < 0) return null
    const { assignedPartitions } = readMessage(consumerProtocolAssignment, version, reader)
    return assignedPartitions.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] }))
  } catch (error) {
    if (error instanceof MalformedBytesError) return null
    throw error
  }
}
