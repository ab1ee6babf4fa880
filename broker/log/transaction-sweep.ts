import type { BatchView } from '../records/batch-view.ts'
import { endTransactionMarker } from '../records/control-records.ts'
import type { AbortedTransactionEntry } from './transaction-index.ts'

interface OpenAbort {
  readonly entry: AbortedTransactionEntry
  /** A batch of the transaction is still in the log, so its marker must stay. */
  hasData: boolean
}

/**
 * Follows transactions as compaction reads a log from front to back: which batches were aborted, and which markers nothing needs any more.
 * Batches must be given in order, each once.
 */
export class TransactionSweep {
  readonly #waiting: readonly AbortedTransactionEntry[]
  #next = 0
  readonly #aborted = new Map<bigint, OpenAbort>()
  readonly #committed = new Set<bigint>()
  /** Aborted transactions whose marker stays: what the transaction index of the compacted segment must hold. */
  readonly kept: AbortedTransactionEntry[] = []

  constructor(aborted: readonly AbortedTransactionEntry[]) {
    this.#waiting = [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
  }

  /** Whether the data of this batch was aborted. */
  isAborted(batch: BatchView): boolean {
    this.#advance(batch.lastOffset)
    if (!batch.isTransactional) return false
    const open = this.#aborted.get(batch.producerId)
    if (open === undefined) {
      this.#committed.add(batch.producerId)
      return false
    }
    open.hasData = true
    return true
  }

  /** Whether no data of the transaction that this control batch ends is left. */
  isMarkerObsolete(batch: BatchView): boolean {
    this.#advance(batch.lastOffset)
    const marker = endTransactionMarker(batch)
    if (marker === null) return batch.recordCount === 0
    if (marker.result === 'commit') return !this.#committed.delete(batch.producerId)
    const open = this.#aborted.get(batch.producerId)
    this.#aborted.delete(batch.producerId)
    if (open?.hasData !== true) return true
    this.kept.push(open.entry)
    return false
  }

  #advance(offset: bigint): void {
    for (;;) {
      const next = this.#waiting[this.#next]
      if (next === undefined || next.firstOffset > offset) return
      if (!this.#aborted.has(next.producerId)) this.#aborted.set(next.producerId, { entry: next, hasData: false })
      this.#next += 1
    }
  }
}
