import { decodeGroupRecord, decodeGroupRecordKey } from '../../broker/groups/records/group-record.ts'
import { decodeMetadataRecord } from '../../broker/metadata/records/record-codec.ts'
import {
  decodeTransactionStateKey,
  decodeTransactionStateValue,
} from '../../broker/transactions/records/transaction-state-record.ts'
import { transactionStates } from '../../broker/transactions/transaction-record.ts'
import { plainOf } from './binary-formats.ts'
import { DecodeError } from './decode-error.ts'
import type { Plain } from './exact-json.ts'
import { otherGroupKey, otherGroupRecord } from './group-state-records.ts'
import { shareRecordKey, shareRecordValue } from './share-state-records.ts'
import { texts } from '../languages/texts.ts'

export interface InternalRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/** Reads one half of a record of a topic that Kafka keeps for itself; some values say what they are in their keys only. */
export type ReadInternal = (part: 'key' | 'value', record: InternalRecord) => Plain

const readers: Readonly<Record<string, ReadInternal>> = {
  __consumer_offsets: (part, { key, value }) => {
    if (key === null) throw new DecodeError(texts.decoding.noKey)
    if (part === 'key') return plainOf(otherGroupKey(key) ?? decodeGroupRecordKey(key))
    const other = otherGroupRecord(key, value)
    if (other !== null) return plainOf(other)
    const record = decodeGroupRecord(key, value)
    if (record.kind === 'unknown') throw new DecodeError(texts.decoding.unknownRecordType(record.type))
    return plainOf({ kind: record.kind, version: record.version, value: record.value })
  },
  __transaction_state: (part, { key, value }) => {
    if (part === 'key') return key === null ? null : plainOf({ transactionalId: decodeTransactionStateKey(key) })
    if (value === null) return null
    const decoded = decodeTransactionStateValue(value)
    const state = transactionStates[decoded.transactionStatus] ?? `unknown (${decoded.transactionStatus})`
    return plainOf({ state, ...decoded })
  },
  __share_group_state: (part, { key, value }) => {
    if (key === null) throw new DecodeError(texts.decoding.noKey)
    return plainOf(part === 'key' ? shareRecordKey(key) : shareRecordValue(key, value))
  },
  __cluster_metadata: (part, { key, value }) => {
    if (part === 'key') return key === null ? null : key.toString('hex')
    return value === null ? null : plainOf(decodeMetadataRecord(value))
  },
}

/** Null: the topic is not one of Kafka's own. */
export function internalReader(topic: string): ReadInternal | null {
  return Object.hasOwn(readers, topic) ? (readers[topic] ?? null) : null
}
