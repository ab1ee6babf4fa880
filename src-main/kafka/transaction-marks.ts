import type { BatchView } from '../../broker/records/batch-view.ts'
import { endTransactionMarker } from '../../broker/records/control-records.ts'

/**
 * What became of the transaction that a batch belongs to. `plain`: it belongs to none. `undecided`: nobody can tell yet,
 * or nobody has asked. `control`: it is no batch of messages, but the marker that ends a transaction.
 */
export type TransactionState = 'plain' | 'committed' | 'aborted' | 'undecided' | 'control'

export interface AbortedTransaction {
  readonly producerId: bigint
  /** Of its first record in the partition. */
  readonly firstOffset: bigint
}

/**
 * Tells the batches of aborted transactions in one answer to a Fetch (KIP-98). The broker lists the transactions that
 * were aborted in the range that it gives; each reaches from its first offset to its marker.
 *
 * Invariant: batches are shown in the order of their offsets, every one of the answer.
 */
export class TransactionMarks {
  /** Null: the broker was not asked. */
  readonly #waiting: AbortedTransaction[] | null
  readonly #aborted = new Set<bigint>()

  constructor(abortedTransactions: readonly AbortedTransaction[] | null) {
    this.#waiting =
      abortedTransactions?.toSorted((a, b) =>
        a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0,
      ) ?? null
  }

  stateOf(batch: BatchView): TransactionState {
    if (batch.isControl) {
      this.#begin(batch.lastOffset)
      if (this.#aborted.size === 0) return 'control'
      if (endTransactionMarker(batch)?.result === 'abort') this.#aborted.delete(batch.producerId)
      return 'control'
    }
    if (!batch.isTransactional) return 'plain'
    if (this.#waiting === null) return 'undecided'
    this.#begin(batch.lastOffset)
    return this.#aborted.has(batch.producerId) ? 'aborted' : 'committed'
  }

  #begin(upTo: bigint): void {
    while (this.#waiting !== null) {
      const [first] = this.#waiting
      if (first === undefined || first.firstOffset > upTo) return
      this.#aborted.add(first.producerId)
      this.#waiting.shift()
    }
  }
}
