import { addSequence } from '../records/batch-view.ts'

/** How many batches of a producer are remembered, so that a retry of any of them is recognised. Kafka's clients have at most as many under way. */
const rememberedBatches = 5

export interface ProducedBatch {
  readonly lastSequence: number
  readonly lastOffset: bigint
  /** Last offset - first offset. */
  readonly offsetDelta: number
  readonly timestamp: bigint
}

/** What the log knows of one idempotent producer. */
export interface ProducerEntry {
  readonly producerId: bigint
  /** -1 when not known. */
  readonly producerEpoch: number
  /** Of the transaction coordinator that wrote the last marker; -1 when there was none. */
  readonly coordinatorEpoch: number
  /** -1 when not known. */
  readonly lastTimestamp: bigint
  /** First offset of the ongoing transaction. */
  readonly transactionFirstOffset: bigint | null
  /** Of the current epoch, oldest first, at most five. */
  readonly batches: readonly ProducedBatch[]
}

export function emptyProducer(producerId: bigint): ProducerEntry {
  return {
    producerId,
    producerEpoch: -1,
    coordinatorEpoch: -1,
    lastTimestamp: -1n,
    transactionFirstOffset: null,
    batches: [],
  }
}

export function firstOffsetOf(batch: ProducedBatch): bigint {
  return batch.lastOffset - BigInt(batch.offsetDelta)
}

/** Sequences count within 0 to 2^31-1 and wrap. */
export function firstSequenceOf(batch: ProducedBatch): number {
  return addSequence(batch.lastSequence, 2 ** 31 - batch.offsetDelta)
}

export function lastSequenceOf(entry: ProducerEntry): number {
  return entry.batches.at(-1)?.lastSequence ?? -1
}

/** The entry after another batch; a new epoch forgets the batches of the old one. */
export function withBatch(entry: ProducerEntry, producerEpoch: number, batch: ProducedBatch): ProducerEntry {
  const earlier = producerEpoch === entry.producerEpoch ? entry.batches : []
  return {
    ...entry,
    producerEpoch,
    lastTimestamp: batch.timestamp,
    batches: [...earlier.slice(-(rememberedBatches - 1)), batch],
  }
}
