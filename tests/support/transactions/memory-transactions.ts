import type { TransactionMarker } from '../../../broker/transactions/transaction-messages.ts'
import type {
  TransactionLogRecord,
  TransactionMarkerWriter,
  TransactionStorage,
} from '../../../broker/transactions/transaction-storage.ts'

/** `__transaction_state` and the partitions of all transactions, in memory; each can be made to refuse. */
export class MemoryTransactions implements TransactionStorage, TransactionMarkerWriter {
  readonly partitionCount = 50
  /** All that was written, in the order in which it was. */
  readonly journal: (TransactionLogRecord | TransactionMarker)[] = []
  /** So many writes are taken before they are refused. */
  writesLeft = Number.POSITIVE_INFINITY
  /** Topics whose partitions take no markers at the moment. */
  readonly refusingTopics = new Set<string>()
  coordinatorEpoch = 0

  get records(): readonly TransactionLogRecord[] {
    return this.journal.filter((written) => 'key' in written)
  }

  leaderEpoch(): number {
    return this.coordinatorEpoch
  }

  append(_partition: number, record: TransactionLogRecord): void {
    if (this.writesLeft === 0) throw new Error('the disk is full')
    this.writesLeft -= 1
    this.journal.push(record)
  }

  write(marker: TransactionMarker): void {
    if (this.refusingTopics.has(marker.topic)) throw new Error(`${marker.topic}-${marker.partition} is not here`)
    this.journal.push(marker)
  }
}
