import type { BatchView } from '../records/batch-view.ts'
import { endTransactionMarker } from '../records/control-records.ts'
import { afterData, afterMarker, findDuplicate, type ProducerCheck } from './producer-append.ts'
import {
  emptyProducer,
  firstOffsetOf,
  lastSequenceOf,
  type ProducedBatch,
  type ProducerEntry,
} from './producer-entry.ts'
import type { ProducerSummary } from './log-results.ts'
import type { AbortedTransactionEntry } from './transaction-index.ts'

interface CompletedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
  /** The marker's. */
  readonly lastOffset: bigint
  readonly isAborted: boolean
}

/** What an append will have changed; nothing has changed yet. */
export interface ProducerChanges {
  readonly entries: ReadonlyMap<bigint, ProducerEntry>
  readonly completed: readonly CompletedTransaction[]
}

export interface CheckOptions {
  readonly check: ProducerCheck
  readonly transactionVersion?: number
}

const noChanges: ProducerChanges = { entries: new Map(), completed: [] }

/**
 * The producers of one partition: who sent what last, and which transactions are open.
 *
 * Invariant: every open transaction is the `transactionFirstOffset` of exactly one entry.
 */
export class ProducerState {
  readonly #entries = new Map<bigint, ProducerEntry>()
  /** First offset to producer id. */
  readonly #open = new Map<bigint, bigint>()

  load(entries: Iterable<ProducerEntry>): void {
    this.clear()
    for (const entry of entries) this.#set(entry)
  }

  clear(): void {
    this.#entries.clear()
    this.#open.clear()
  }

  entries(): Iterable<ProducerEntry> {
    return this.#entries.values()
  }

  has(producerId: bigint): boolean {
    return this.#entries.has(producerId)
  }

  summaries(): ProducerSummary[] {
    return [...this.#entries.values()].map(summarise)
  }

  summary(producerId: bigint): ProducerSummary | null {
    const entry = this.#entries.get(producerId)
    return entry === undefined ? null : summarise(entry)
  }

  /** First offset of the oldest open transaction. */
  firstUnstableOffset(): bigint | null {
    let first: bigint | null = null
    for (const offset of this.#open.keys()) if (first === null || offset < first) first = offset
    return first
  }

  /** The batch that is in the log already, when one of `batches` is a retry of it. */
  findDuplicate(batches: readonly BatchView[]): { firstOffset: bigint; batch: ProducedBatch } | null {
    for (const view of batches) {
      const entry = view.hasProducerId ? this.#entries.get(view.producerId) : undefined
      const batch = entry === undefined ? undefined : findDuplicate(entry, view)
      if (batch !== undefined) return { firstOffset: firstOffsetOf(batch), batch }
    }
    return null
  }

  /** Checks the batches against what is known. @throws as `afterData` and `afterMarker` */
  prepare(batches: readonly BatchView[], options: CheckOptions): ProducerChanges {
    if (!batches.some((batch) => batch.hasProducerId)) return noChanges
    const entries = new Map<bigint, ProducerEntry>()
    const completed: CompletedTransaction[] = []
    for (const batch of batches) {
      if (!batch.hasProducerId) continue
      const { producerId } = batch
      const entry = entries.get(producerId) ?? this.#entries.get(producerId) ?? emptyProducer(producerId)
      if (!batch.isControl) {
        entries.set(producerId, afterData(entry, batch, options.check))
        continue
      }
      const marker = endTransactionMarker(batch)
      if (marker === null) continue
      const { check, transactionVersion = 0 } = options
      entries.set(producerId, afterMarker(entry, marker, { check, transactionVersion }))
      if (entry.transactionFirstOffset === null) continue
      const isAborted = marker.result === 'abort'
      completed.push({ producerId, firstOffset: entry.transactionFirstOffset, lastOffset: batch.baseOffset, isAborted })
    }
    return { entries, completed }
  }

  /** Makes the changes and gives the transactions that were aborted, for the transaction index. */
  apply(changes: ProducerChanges): AbortedTransactionEntry[] {
    for (const entry of changes.entries.values()) this.#set(entry)
    const aborted: AbortedTransactionEntry[] = []
    for (const { producerId, firstOffset, lastOffset, isAborted } of changes.completed) {
      this.#open.delete(firstOffset)
      const lastStableOffset = this.firstUnstableOffset() ?? lastOffset + 1n
      if (isAborted) aborted.push({ producerId, firstOffset, lastOffset, lastStableOffset })
    }
    return aborted
  }

  /** Takes over a batch that is in the log already. */
  replay(batch: BatchView): AbortedTransactionEntry[] {
    if (!batch.hasProducerId) return []
    return this.apply(this.prepare([batch], { check: 'replay' }))
  }

  /** Forgets producers that have been silent for `expirationMs` and have no open transaction. */
  expire(now: bigint, expirationMs: number): void {
    for (const entry of this.#entries.values()) {
      const isExpired = entry.transactionFirstOffset === null && Number(now - entry.lastTimestamp) >= expirationMs
      if (isExpired) this.#entries.delete(entry.producerId)
    }
  }

  #set(entry: ProducerEntry): void {
    const before = this.#entries.get(entry.producerId)?.transactionFirstOffset ?? null
    if (before !== null && before !== entry.transactionFirstOffset) this.#open.delete(before)
    this.#entries.set(entry.producerId, entry)
    if (entry.transactionFirstOffset !== null) this.#open.set(entry.transactionFirstOffset, entry.producerId)
  }
}

function summarise(entry: ProducerEntry): ProducerSummary {
  return {
    producerId: entry.producerId,
    producerEpoch: entry.producerEpoch,
    lastSequence: lastSequenceOf(entry),
    lastTimestamp: entry.lastTimestamp,
    coordinatorEpoch: entry.coordinatorEpoch,
    currentTransactionFirstOffset: entry.transactionFirstOffset,
  }
}
