import type { PartitionLog } from '../log/partition-log.ts'
import { InvalidProducerEpochError } from '../log/log-errors.ts'
import type { AppendOptions, AppendResult } from '../log/log-results.ts'
import { BatchView } from '../records/batch-view.ts'
import { buildEndTransactionMarker, type EndTransactionMarker } from '../records/control-records.ts'
import { TransactionStarts, type TransactionStart } from './transaction-starts.ts'

/** Told of each growth of a partition's log, in bytes, and of its end (deletion), which counts as endless bytes. */
export type GrowthListener = (appendedBytes: number) => void

export interface AppendedMarker extends EndTransactionMarker {
  /** The level of `transaction.version` that the transaction was led under. */
  readonly transactionVersion: number
}

/** A partition that this broker leads: its log, under the leader epoch that the metadata gives it. */
export class Partition {
  readonly topicId: string
  readonly topic: string
  readonly index: number
  readonly log: PartitionLog
  /** Of the newest metadata; put into every batch that is appended from then on. */
  leaderEpoch: number
  readonly #growthListeners = new Set<GrowthListener>()
  readonly #starts = new TransactionStarts()

  constructor(topicId: string, log: PartitionLog, leaderEpoch: number) {
    this.topicId = topicId
    this.topic = log.topic
    this.index = log.partition
    this.log = log
    this.leaderEpoch = leaderEpoch
  }

  /**
   * Appends under the current leader epoch and wakes those who wait for records. A client's answer can wait for an fsync
   * that is due; what a coordinator appends is on the medium when this returns, because it acts on it at once.
   * @throws as `PartitionLog.append`; LogOfflineError
   */
  append(records: Uint8Array, origin: NonNullable<AppendOptions['origin']>): AppendResult {
    const result = this.log.append(records, { leaderEpoch: this.leaderEpoch, origin })
    if (result.isFlushDue && origin === 'coordinator') this.log.flushNow()
    if (!this.#starts.isEmpty) this.#starts.forget(new BatchView(records).producerId)
    if (!result.isDuplicate) this.#announce(records.byteLength)
    return result
  }

  /**
   * Whether a transactional batch is the first of its transaction here, so that the coordinator has to be asked before it
   * is appended.
   * @throws InvalidProducerEpochError
   */
  beginsTransaction(start: TransactionStart): boolean {
    const producer = this.log.producer(start.producerId)
    if (producer !== null && start.producerEpoch < producer.producerEpoch) {
      throw new InvalidProducerEpochError(
        `Producer ${start.producerId} has the epoch ${start.producerEpoch}, but the log knows ${producer.producerEpoch}.`,
      )
    }
    const isOpen = producer !== null && producer.currentTransactionFirstOffset !== null
    if (isOpen && producer.producerEpoch === start.producerEpoch) return false
    this.#starts.note(start)
    return true
  }

  /** After the coordinator has agreed. @throws OutOfOrderSequenceError when a batch of lower sequence was refused before. */
  checkTransactionStart(start: TransactionStart): void {
    const lastSequence = this.log.producer(start.producerId)?.lastSequence ?? -1
    this.#starts.check(start, lastSequence >= 0)
  }

  /**
   * Ends a producer's transaction here.
   * @throws InvalidProducerEpochError, TransactionCoordinatorFencedError, LogStorageError, LogOfflineError
   */
  appendMarker(marker: AppendedMarker): AppendResult {
    const { transactionVersion } = marker
    const batch = buildEndTransactionMarker(marker)
    const { leaderEpoch } = this
    const result = this.log.append(batch, { leaderEpoch, origin: 'coordinator', transactionVersion })
    if (result.isFlushDue) this.log.flushNow()
    this.#starts.forgetEnded({ ...marker, raisesEpoch: transactionVersion >= 2 })
    this.#announce(batch.byteLength)
    return result
  }

  /** The function given back ends it. */
  onGrowth(listener: GrowthListener): () => void {
    this.#growthListeners.add(listener)
    return () => this.#growthListeners.delete(listener)
  }

  /** The partition was deleted: whoever waits for records must look again. */
  end(): void {
    this.#announce(Number.POSITIVE_INFINITY)
    this.#growthListeners.clear()
  }

  #announce(appendedBytes: number): void {
    for (const listener of this.#growthListeners) listener(appendedBytes)
  }
}
