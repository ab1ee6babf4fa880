import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { array, int16, int32, int64, int8, string, struct, uuid } from '../../broker/schema/field.ts'
import { message, readMessage } from '../../broker/schema/message.ts'
import { DecodeError } from './decode-error.ts'
import { texts } from '../languages/texts.ts'

/*
 * Records of `__share_group_state` (KIP-932):
 *
 *   key    int16 record type, 0 snapshot, 1 update    group, topic id and partition, never flexible
 *   value  int16 version                              the fields of that version
 */

const key = message({
  name: 'ShareStateKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: { groupId: string(), topicId: uuid(), partition: int32() },
})

const stateBatches = array(
  struct({ firstOffset: int64(), lastOffset: int64(), deliveryState: int8(), deliveryCount: int16() }),
)
/** Since 4.2 (KIP-1226). */
const deliveryCompleteCount = int32({ tag: 0, default: -1 })

const snapshotValue = message({
  name: 'ShareSnapshotValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    snapshotEpoch: int32(),
    stateEpoch: int32(),
    leaderEpoch: int32(),
    startOffset: int64(),
    deliveryCompleteCount,
    createTimestamp: int64(),
    writeTimestamp: int64(),
    stateBatches,
  },
})

const updateValue = message({
  name: 'ShareUpdateValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: { snapshotEpoch: int32(), leaderEpoch: int32(), startOffset: int64(), deliveryCompleteCount, stateBatches },
})

const kinds = ['share-snapshot', 'share-update'] as const
const deliveryStates: Readonly<Record<number, string>> = { 0: 'Available', 2: 'Acknowledged', 4: 'Archived' }

/** @throws DecodeError, MalformedBytesError */
export function shareRecordKey(bytes: Uint8Array) {
  const reader = new ByteReader(bytes)
  const kind = kindOf(reader.int16())
  return { kind, key: readMessage(key, 0, reader) }
}

/** @throws DecodeError, MalformedBytesError */
export function shareRecordValue(keyBytes: Uint8Array, bytes: Uint8Array | null) {
  const kind = kindOf(new ByteReader(keyBytes).int16())
  if (bytes === null) return { kind, version: null, value: null }
  const reader = new ByteReader(bytes)
  const version = reader.int16()
  if (version !== 0) throw new DecodeError(texts.decoding.unknownVersion(version))
  const value = kind === 'share-snapshot' ? readMessage(snapshotValue, 0, reader) : readMessage(updateValue, 0, reader)
  const named = value.stateBatches.map((batch) => ({
    ...batch,
    deliveryState: deliveryStates[batch.deliveryState] ?? String(batch.deliveryState),
  }))
  return { kind, version, value: { ...value, stateBatches: named } }
}

function kindOf(type: number): (typeof kinds)[number] {
  const kind = kinds[type]
  if (kind === undefined) throw new DecodeError(texts.decoding.unknownRecordType(type))
  return kind
}
