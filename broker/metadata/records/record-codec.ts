import { ByteReader } from '../../bytes/byte-reader.ts'
import { ByteWriter } from '../../bytes/byte-writer.ts'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { readMessage, writeMessage } from '../../schema/message.ts'
import { includesVersion } from '../../schema/version-range.ts'
import {
  recordDefinition,
  recordDefinitionById,
  type MetadataRecord,
  type NewMetadataRecord,
} from './metadata-records.ts'

/*
 * The value of a record in the metadata log and in snapshots; the key is null.
 *
 *   unsigned varint   frame version, 1
 *   unsigned varint   record type ("api key")
 *   unsigned varint   version of the body
 *   ...               the body, in the flexible encoding (KIP-482)
 */
const frameVersion = 1

/** A record of a type or version that this program does not know: most likely a newer Kafka has written it. */
export class UnknownMetadataRecordError extends Error {
  override readonly name = 'UnknownMetadataRecordError'
}

export function encodeMetadataRecord(record: NewMetadataRecord): Buffer {
  const { id, schema } = recordDefinition(record.type)
  const writer = new ByteWriter(64)
  writer.unsignedVarint(frameVersion)
  writer.unsignedVarint(id)
  writer.unsignedVarint(record.version)
  writeMessage(schema, record.version, { writer, value: record.value })
  return writer.toBytes()
}

/**
 * @throws UnknownMetadataRecordError for a frame, type or version from the future, which must not be skipped: what
 * follows was decided with it in mind. MalformedBytesError for bytes that are too few or too many.
 */
export function decodeMetadataRecord(bytes: Uint8Array): MetadataRecord {
  const reader = new ByteReader(bytes)
  const frame = reader.unsignedVarint()
  if (frame !== frameVersion) {
    throw new UnknownMetadataRecordError(
      `a metadata record has frame version ${frame}, but only ${frameVersion} is known`,
    )
  }
  const id = reader.unsignedVarint()
  const version = reader.unsignedVarint()
  const definition = recordDefinitionById(id)
  if (definition === undefined) {
    throw new UnknownMetadataRecordError(`metadata record type ${id} (version ${version}) is not known`)
  }
  const { schema, type } = definition
  if (!includesVersion(schema.validVersions, version)) {
    const { min, max } = schema.validVersions
    throw new UnknownMetadataRecordError(`${schema.name} has version ${version}, but only ${min} to ${max} are known`)
  }
  const value = readMessage(schema, version, reader)
  if (reader.remaining > 0) {
    throw new MalformedBytesError(`${reader.remaining} bytes follow a ${schema.name} that should end there`)
  }
  return { type, version, value } as MetadataRecord
}
