import type { BatchView } from '../records/batch-view.ts'
import type { EndTransactionMarker } from '../records/control-records.ts'
import {
  InvalidProducerEpochError,
  InvalidTransactionStateError,
  OutOfOrderSequenceError,
  TransactionCoordinatorFencedError,
} from './log-errors.ts'
import { firstSequenceOf, lastSequenceOf, withBatch, type ProducedBatch, type ProducerEntry } from './producer-entry.ts'

/** Epochs are int16. */
const maxProducerEpoch = 32_767

/** How much of a producer's batch is checked: everything, its epoch only, or nothing because it is in a log already. */
export type ProducerCheck = 'client' | 'coordinator' | 'replay'

/** The batch of the same sequences that is in the log already, when `batch` is a retry. */
export function findDuplicate(entry: ProducerEntry, batch: BatchView): ProducedBatch | undefined {
  if (batch.producerEpoch !== entry.producerEpoch) return undefined
  const { baseSequence, lastSequence } = batch
  return entry.batches.find((known) => known.lastSequence === lastSequence && firstSequenceOf(known) === baseSequence)
}

/**
 * The producer's entry after a batch of data. Pure.
 * @throws InvalidProducerEpochError, OutOfOrderSequenceError, InvalidTransactionStateError
 */
export function afterData(entry: ProducerEntry, batch: BatchView, check: ProducerCheck): ProducerEntry {
  if (check !== 'replay' && batch.producerEpoch < entry.producerEpoch) throw staleEpoch(entry, batch.producerEpoch)
  if (check === 'client') checkSequence(entry, batch)
  const { isTransactional, baseOffset, lastOffset, lastOffsetDelta, lastSequence, maxTimestamp } = batch
  if (entry.transactionFirstOffset !== null && !isTransactional && check !== 'replay') {
    throw new InvalidTransactionStateError(
      `Producer ${entry.producerId} sent a batch without transaction while its transaction is open.`,
    )
  }
  const produced = { lastSequence, lastOffset, offsetDelta: lastOffsetDelta, timestamp: maxTimestamp }
  const next = withBatch(entry, batch.producerEpoch, produced)
  return entry.transactionFirstOffset === null && isTransactional
    ? { ...next, transactionFirstOffset: baseOffset }
    : next
}

/**
 * The producer's entry after a transaction marker. From transaction version 2 (KIP-890) on every transaction has an epoch of its own, so a
 * marker must come with a newer one, unless it repeats the marker of a transaction that has ended. Pure.
 * @throws InvalidProducerEpochError, TransactionCoordinatorFencedError
 */
export function afterMarker(
  entry: ProducerEntry,
  marker: EndTransactionMarker,
  { check, transactionVersion }: { check: ProducerCheck; transactionVersion: number },
): ProducerEntry {
  if (check !== 'replay') {
    // Nothing comes after the last epoch: a transaction that was begun with it by mistake must end too.
    const isRepeated =
      marker.producerEpoch === entry.producerEpoch &&
      (entry.transactionFirstOffset === null || marker.producerEpoch === maxProducerEpoch)
    const isStale =
      marker.producerEpoch < entry.producerEpoch ||
      (transactionVersion >= 2 && marker.producerEpoch === entry.producerEpoch && !isRepeated)
    if (isStale) throw staleEpoch(entry, marker.producerEpoch)
    if (marker.coordinatorEpoch < entry.coordinatorEpoch) {
      throw new TransactionCoordinatorFencedError(
        `The coordinator of epoch ${marker.coordinatorEpoch} was replaced by that of epoch ${entry.coordinatorEpoch}.`,
      )
    }
  }
  return {
    ...entry,
    producerEpoch: marker.producerEpoch,
    coordinatorEpoch: marker.coordinatorEpoch,
    lastTimestamp: marker.timestamp,
    transactionFirstOffset: null,
    batches: marker.producerEpoch === entry.producerEpoch ? entry.batches : [],
  }
}

function staleEpoch(entry: ProducerEntry, producerEpoch: number): InvalidProducerEpochError {
  return new InvalidProducerEpochError(
    `Producer ${entry.producerId} has the epoch ${producerEpoch}, but the log knows its epoch ${entry.producerEpoch}.`,
  )
}

function checkSequence(entry: ProducerEntry, batch: BatchView): void {
  const { baseSequence, producerEpoch, producerId } = batch
  // Nothing is known of the producer (its records may have been deleted): any sequence may be its next.
  if (entry.producerEpoch === -1) return
  if (producerEpoch !== entry.producerEpoch) {
    if (baseSequence === 0) return
    throw new OutOfOrderSequenceError(
      `Producer ${producerId} begins its epoch ${producerEpoch} with the sequence ${baseSequence} instead of 0.`,
    )
  }
  const last = lastSequenceOf(entry)
  const expected = last === 2 ** 31 - 1 ? 0 : last + 1
  if (baseSequence === expected) return
  throw new OutOfOrderSequenceError(
    `Producer ${producerId} sent the sequence ${baseSequence}, but ${expected} comes after ${last}.`,
  )
}
