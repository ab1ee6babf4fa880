import { ByteReader } from '../../bytes/byte-reader.ts'
import { ByteWriter } from '../../bytes/byte-writer.ts'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { array, int16, int32, int64, int8, string, struct } from '../../schema/field.ts'
import { message, readMessage, writeMessage, type InputFor, type ValueOf } from '../../schema/message.ts'
import { includesVersion } from '../../schema/version-range.ts'

/*
 * Records of `__transaction_state`:
 *
 *   key    int16 0          string transactional id, never flexible
 *   value  int16 version    the fields of that version; no value at all deletes the transactional id
 */

const keyType = 0

const transactionStateKey = message({
  name: 'TransactionLogKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: { transactionalId: string() },
})

/** Version 0 belongs to `transaction.version` 0, version 1 to 1 and 2 (KIP-890). */
export const transactionStateValue = message({
  name: 'TransactionLogValue',
  validVersions: '0-1',
  flexibleVersions: '1+',
  fields: {
    producerId: int64(),
    /** The producer id before this record; a client whose epochs ran out may still know only that one. */
    previousProducerId: int64({ versions: '1+', tag: 0, default: -1n, ignorable: true }),
    /** The producer id that follows when the transaction is complete, because the epochs ran out. */
    nextProducerId: int64({ versions: '1+', tag: 1, default: -1n, ignorable: true }),
    producerEpoch: int16(),
    /** Reserved by KIP-939; Apache Kafka 4.3 neither writes nor reads it. */
    nextProducerEpoch: int16({ versions: '1+', tag: 3, default: -1, ignorable: true }),
    transactionTimeoutMs: int32(),
    transactionStatus: int8(),
    /** Null in the state Empty. */
    transactionPartitions: array(struct({ topic: string(), partitionIds: array(int32()) }), { nullable: '0+' }),
    transactionLastUpdateTimestampMs: int64(),
    /** -1 in the state Empty. */
    transactionStartTimestampMs: int64(),
    clientTransactionVersion: int16({ versions: '1+', tag: 2, default: 0, ignorable: true }),
  },
})

export type TransactionStateValue = ValueOf<typeof transactionStateValue>

/** The transactional id, or null for a kind of record that this version does not know. @throws MalformedBytesError */
export function decodeTransactionStateKey(key: Uint8Array): string | null {
  const reader = new ByteReader(key)
  if (reader.int16() !== keyType) return null
  return readMessage(transactionStateKey, 0, reader).transactionalId
}

/** @throws MalformedBytesError when the bytes are not what their version promises, or the version is unknown. */
export function decodeTransactionStateValue(value: Uint8Array): TransactionStateValue {
  const reader = new ByteReader(value)
  const version = reader.int16()
  const { name, validVersions } = transactionStateValue
  if (!includesVersion(validVersions, version)) {
    const { min, max } = validVersions
    throw new MalformedBytesError(`${name} of version ${version} cannot be read: versions ${min} to ${max} are known`)
  }
  return readMessage(transactionStateValue, version, reader)
}

export function encodeTransactionStateKey(transactionalId: string): Uint8Array {
  const writer = new ByteWriter(64)
  writer.int16(keyType)
  writeMessage(transactionStateKey, 0, { writer, value: { transactionalId } })
  return writer.toBytes()
}

export function encodeTransactionStateValue(
  version: number,
  value: InputFor<typeof transactionStateValue>,
): Uint8Array {
  const writer = new ByteWriter(128)
  writer.int16(version)
  writeMessage(transactionStateValue, version, { writer, value })
  return writer.toBytes()
}
