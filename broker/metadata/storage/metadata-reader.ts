import type { BatchView } from '../../records/batch-view.ts'
import { recordsIn } from '../../records/records-in.ts'
import { decodeMetadataRecord, UnknownMetadataRecordError } from '../records/record-codec.ts'
import type { MetadataRecord } from '../records/metadata-records.ts'
import { MetadataStorageError, messageOf } from './metadata-storage-error.ts'
import { afterControlRecord, initialRaftState, type RaftState } from './raft-state.ts'

/**
 * Takes the batches of a snapshot and then of the log behind it, in order, and gives the metadata records that count:
 * those of a metadata transaction (KIP-868) only once it has ended. Control records go into `raft`.
 */
export class MetadataReader {
  /** The file or directory that errors are about. */
  path: string
  place: 'formatted' | 'log'
  raft: RaftState = initialRaftState
  #transaction: MetadataRecord[] | null = null

  constructor(path: string) {
    this.path = path
    this.place = 'log'
  }

  /** Whether the log ends within a transaction: then its records never count, and the next leader says so. */
  get isInTransaction(): boolean {
    return this.#transaction !== null
  }

  /** @throws MetadataStorageError naming the offset of a record that cannot be understood. */
  read(batch: BatchView): MetadataRecord[] {
    const counting: MetadataRecord[] = []
    for (const record of recordsIn(batch)) {
      try {
        if (batch.isControl) this.raft = afterControlRecord(this.raft, record, this.place)
        else if (record.value === null) throw new Error('the record has no value')
        else this.#accept(decodeMetadataRecord(record.value), counting)
      } catch (error) {
        throw unreadable(this.path, record.offset, error)
      }
    }
    return counting
  }

  #accept(record: MetadataRecord, counting: MetadataRecord[]): void {
    switch (record.type) {
      case 'BeginTransaction':
        if (this.#transaction !== null) throw new Error('a transaction begins within another')
        this.#transaction = []
        return
      case 'EndTransaction':
        counting.push(...this.#endTransaction())
        return
      case 'AbortTransaction':
        this.#endTransaction()
        return
      default:
        if (this.#transaction === null) counting.push(record)
        else this.#transaction.push(record)
    }
  }

  #endTransaction(): MetadataRecord[] {
    if (this.#transaction === null) throw new Error('a transaction ends that has not begun')
    const records = this.#transaction
    this.#transaction = null
    return records
  }
}

function unreadable(path: string, offset: bigint, error: unknown): MetadataStorageError {
  const advice =
    error instanceof UnknownMetadataRecordError
      ? 'A newer version of Kafka has written it: open the directory with that version, or choose another directory. Nothing was changed.'
      : 'The metadata is damaged: restore the directory from a backup, or choose another one. Nothing was changed.'
  return new MetadataStorageError(path, `at offset ${offset}, ${messageOf(error)}. ${advice}`, { cause: error })
}
