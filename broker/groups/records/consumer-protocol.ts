import { ByteReader } from '../../bytes/byte-reader.ts'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { array, bytes, int32, string, struct } from '../../schema/field.ts'
import { encodeMessage, message, readMessage, type ValueOf } from '../../schema/message.ts'

/*
 * What consumers put into the bytes that the broker passes through: an int16 version, then the fields. Later versions
 * only append fields, so a newer one is read as the newest known (KIP-429, KIP-792, KIP-881). The broker reads them for
 * groups that change their protocol, the console to show them.
 */

const topicPartitions = struct({ topic: string(), partitions: array(int32()) })

export const consumerProtocolSubscription = message({
  name: 'ConsumerProtocolSubscription',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: {
    topics: array(string()),
    userData: bytes({ nullable: '0+', default: null }),
    ownedPartitions: array(topicPartitions, { versions: '1+', default: [], ignorable: true }),
    generationId: int32({ versions: '2+', default: -1, ignorable: true }),
    rackId: string({ versions: '3+', nullable: '3+', default: null, ignorable: true }),
  },
})

export const consumerProtocolAssignment = message({
  name: 'ConsumerProtocolAssignment',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: {
    assignedPartitions: array(topicPartitions),
    userData: bytes({ nullable: '0+', default: null }),
  },
})

/** Both messages have the same versions. */
const newestVersion = consumerProtocolSubscription.validVersions.max

export type ConsumerSubscription = ValueOf<typeof consumerProtocolSubscription>

/** What a member with protocol type `consumer` told its assignor. @throws MalformedBytesError */
export function decodeSubscription(metadata: Uint8Array): ConsumerSubscription {
  const reader = new ByteReader(metadata)
  return readMessage(consumerProtocolSubscription, readVersion(reader), reader)
}

/** What a member with protocol type `consumer` was assigned; null when it got nothing at all. @throws MalformedBytesError */
export function decodeAssignment(assignment: Uint8Array): ValueOf<typeof consumerProtocolAssignment> | null {
  if (assignment.byteLength === 0) return null
  const reader = new ByteReader(assignment)
  return readMessage(consumerProtocolAssignment, readVersion(reader), reader)
}

/** The version of what a member told its assignor, which what it is assigned has to have as well; null without bytes. */
export function versionOf(metadata: Uint8Array | undefined): number | null {
  return metadata === undefined || metadata.byteLength < 2 ? null : new ByteReader(metadata).int16()
}

/** What a member with protocol type `consumer` is assigned, as its assignor would have written it. */
export function encodeAssignment(
  assignedPartitions: { topic: string; partitions: number[] }[],
  version: number,
): Uint8Array {
  const known = Math.min(version, newestVersion)
  const body = encodeMessage(consumerProtocolAssignment, known, { assignedPartitions })
  const versioned = new Uint8Array(2 + body.byteLength)
  versioned[1] = known
  versioned.set(body, 2)
  return versioned
}

/**
 * The topics of a subscription, or null when the bytes are not a subscription. Only the layout of version 0 is read:
 * every version starts with it.
 */
export function subscribedTopicsOf(metadata: Uint8Array): readonly string[] | null {
  try {
    const reader = new ByteReader(metadata)
    readVersion(reader)
    return readMessage(consumerProtocolSubscription, 0, reader).topics
  } catch {
    return null
  }
}

function readVersion(reader: ByteReader): number {
  const version = reader.int16()
  if (version < 0) throw new MalformedBytesError(`no consumer writes version ${version}`)
  return Math.min(version, newestVersion)
}
