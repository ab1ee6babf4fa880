import { ByteReader } from '../../bytes/byte-reader.ts'
import { ByteWriter } from '../../bytes/byte-writer.ts'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { readMessage, writeMessage, type InputFor, type Message, type ValueOf } from '../../schema/message.ts'
import { includesVersion } from '../../schema/version-range.ts'
import * as consumerGroup from './consumer-group-records.ts'
import { groupMetadataKey, groupMetadataValue } from './group-metadata-record.ts'
import { offsetCommitKey, offsetCommitValue } from './offset-commit-record.ts'

/*
 * Records of `__consumer_offsets`:
 *
 *   key    int16 record type    the key's fields, never flexible
 *   value  int16 version        the value's fields in that version; no value at all deletes what the key names
 *
 * Type 0 is type 1 under an older number.
 */

const recordTypes = {
  'offset-commit': { type: 1, key: offsetCommitKey, value: offsetCommitValue },
  'group-metadata': { type: 2, key: groupMetadataKey, value: groupMetadataValue },
  'consumer-group-metadata': {
    type: 3,
    key: consumerGroup.consumerGroupMetadataKey,
    value: consumerGroup.consumerGroupMetadataValue,
  },
  'consumer-group-partition-metadata': {
    type: 4,
    key: consumerGroup.consumerGroupPartitionMetadataKey,
    value: consumerGroup.consumerGroupPartitionMetadataValue,
  },
  'consumer-group-member-metadata': {
    type: 5,
    key: consumerGroup.consumerGroupMemberMetadataKey,
    value: consumerGroup.consumerGroupMemberMetadataValue,
  },
  'consumer-group-target-assignment-metadata': {
    type: 6,
    key: consumerGroup.consumerGroupTargetAssignmentMetadataKey,
    value: consumerGroup.consumerGroupTargetAssignmentMetadataValue,
  },
  'consumer-group-target-assignment-member': {
    type: 7,
    key: consumerGroup.consumerGroupTargetAssignmentMemberKey,
    value: consumerGroup.consumerGroupTargetAssignmentMemberValue,
  },
  'consumer-group-current-member-assignment': {
    type: 8,
    key: consumerGroup.consumerGroupCurrentMemberAssignmentKey,
    value: consumerGroup.consumerGroupCurrentMemberAssignmentValue,
  },
  'consumer-group-regular-expression': {
    type: 16,
    key: consumerGroup.consumerGroupRegularExpressionKey,
    value: consumerGroup.consumerGroupRegularExpressionValue,
  },
} as const

type RecordTypes = typeof recordTypes
export type GroupRecordKind = keyof RecordTypes

/** A record that was understood; `value` is null where the record deletes. */
export type GroupRecordOf<K extends GroupRecordKind> = {
  [Kind in K]: {
    readonly kind: Kind
    readonly key: ValueOf<RecordTypes[Kind]['key']>
    readonly value: ValueOf<RecordTypes[Kind]['value']> | null
    /** The version of the value's layout; null without a value. */
    readonly version: number | null
  }
}[K]

/** A record of a kind that this version does not know, such as those of share and streams groups. */
export interface UnknownGroupRecord {
  readonly kind: 'unknown'
  readonly type: number
}

export type GroupRecord = GroupRecordOf<GroupRecordKind> | UnknownGroupRecord

export type GroupRecordKey =
  | { [K in GroupRecordKind]: Pick<GroupRecordOf<K>, 'kind' | 'key'> }[GroupRecordKind]
  | UnknownGroupRecord

const kindsByType = new Map<number, GroupRecordKind>([
  [0, 'offset-commit'],
  ...Object.entries(recordTypes).map(([kind, { type }]) => [type, kind as GroupRecordKind] as const),
])

/** @throws MalformedBytesError when the bytes are not what their type and version promise, or the version is unknown. */
export function decodeGroupRecord(key: Uint8Array, value: Uint8Array | null): GroupRecord {
  const named = decodeGroupRecordKey(key)
  if (named.kind === 'unknown') return named
  const version = value === null ? null : new ByteReader(value).int16()
  const decoded = value === null ? null : decodeGroupRecordValue(named.kind, value)
  return { ...named, value: decoded, version } as unknown as GroupRecord
}

/** What a record is about, for who need not know what it says. @throws MalformedBytesError */
export function decodeGroupRecordKey(key: Uint8Array): GroupRecordKey {
  const reader = new ByteReader(key)
  const type = reader.int16()
  const kind = kindsByType.get(type)
  if (kind === undefined) return { kind: 'unknown', type }
  const schema: Message = recordTypes[kind].key
  return { kind, key: readMessage(schema, 0, reader) } as unknown as GroupRecordKey
}

/** @throws MalformedBytesError when the bytes are not what their version promises, or the version is unknown. */
export function decodeGroupRecordValue<K extends GroupRecordKind>(
  kind: K,
  value: Uint8Array,
): ValueOf<RecordTypes[K]['value']> {
  const schema: Message = recordTypes[kind].value
  const reader = new ByteReader(value)
  const version = reader.int16()
  if (!includesVersion(schema.validVersions, version)) {
    const { min, max } = schema.validVersions
    throw new MalformedBytesError(
      `${schema.name} of version ${version} cannot be read: versions ${min} to ${max} are known`,
    )
  }
  return readMessage(schema, version, reader) as ValueOf<RecordTypes[K]['value']>
}

export function encodeGroupRecordKey<K extends GroupRecordKind>(
  kind: K,
  key: InputFor<RecordTypes[K]['key']>,
): Uint8Array {
  const { type, key: schema }: { readonly type: number; readonly key: Message } = recordTypes[kind]
  const writer = new ByteWriter(64)
  writer.int16(type)
  writeMessage(schema, 0, { writer, value: key })
  return writer.toBytes()
}

export function encodeGroupRecordValue<K extends GroupRecordKind>(
  kind: K,
  version: number,
  value: InputFor<RecordTypes[K]['value']>,
): Uint8Array {
  const schema: Message = recordTypes[kind].value
  const writer = new ByteWriter(256)
  writer.int16(version)
  writeMessage(schema, version, { writer, value })
  return writer.toBytes()
}
