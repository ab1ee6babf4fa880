import { batchesIn } from './batches.ts'
import { BatchView, noTimestamp, type TimestampType } from './batch-view.ts'
import type { Codec, CompressionLevels } from './codec.ts'
import { buildBatch } from './build-batch.ts'
import { RecordCursor, timestampAt } from './record-cursor.ts'
import {
  BatchTooLargeError,
  CorruptBatchError,
  InvalidRecordError,
  InvalidTimestampError,
  UnsupportedBatchError,
  type RecordError,
} from './record-errors.ts'
import type { RecordInput } from './record.ts'
import { recordsIn, uncompressedRecords } from './records-in.ts'

/** What a topic demands of the batches that are sent to it. */
export interface ProduceRules {
  /** `max.message.bytes`: of a whole batch, as it is stored. */
  readonly maxMessageBytes: number
  readonly timestampType: TimestampType
  /** How far a record's timestamp may lie before and after the broker's clock. */
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
  /** A compacted topic takes no record without a key. */
  readonly requiresKeys: boolean
  readonly compressionType: 'producer' | Codec
  readonly compressionLevels: CompressionLevels
  /** `coordinator` may write control batches and several batches at once. */
  readonly origin: 'client' | 'coordinator'
}

/** What the log gives to the batches. */
export interface Assignment {
  /** Of the first record. */
  readonly firstOffset: bigint
  readonly leaderEpoch: number
  /** Milliseconds since 1970. */
  readonly now: bigint
}

/**
 * Checks everything that Kafka checks before it takes a produced batch, and assigns offsets, leader epoch and timestamps in place. Gives the
 * batches to write: those that came in, unless the topic asks for another compression.
 *
 * @throws CorruptBatchError, InvalidRecordError, InvalidTimestampError, BatchTooLargeError, UnsupportedBatchError
 */
export function validateAndAssign(records: Uint8Array, rules: ProduceRules, assignment: Assignment): BatchView[] {
  const batches = [...wholeBatches(records)]
  if (batches.length === 0) throw new InvalidRecordError('The request holds no record batch.')
  if (batches.length > 1 && rules.origin === 'client') {
    throw new InvalidRecordError('A produce request holds exactly one record batch for each partition.')
  }
  let nextOffset = assignment.firstOffset
  return batches.map((batch) => {
    const stored = validateBatch(batch, rules, assignment)
    assign(stored, nextOffset, assignment.leaderEpoch)
    nextOffset = stored.nextOffset
    return stored
  })
}

function* wholeBatches(records: Uint8Array): Generator<BatchView> {
  let end = 0
  for (const batch of batchesIn(records)) {
    end = batch.position + batch.sizeInBytes
    yield batch
  }
  if (end !== records.byteLength) {
    throw new CorruptBatchError(
      `The record batch is cut off: ${records.byteLength - end} bytes do not make a whole batch.`,
    )
  }
}

function validateBatch(batch: BatchView, rules: ProduceRules, assignment: Assignment): BatchView {
  if (batch.sizeInBytes > rules.maxMessageBytes) throw tooLarge(batch, rules)
  if (!batch.isCrcValid()) {
    throw new CorruptBatchError(`The record batch has CRC ${batch.computeCrc()}, but its header says ${batch.crc}.`)
  }
  const codec = batch.codec
  if (codec === null) {
    throw new UnsupportedBatchError('codec', `The record batch names the unknown codec ${batch.attributes & 7}.`)
  }
  if (rules.origin === 'client') validateClientHeader(batch, rules)
  const maxTimestamp = validateRecords(batch, rules, assignment.now)
  const target = rules.compressionType === 'producer' ? codec : rules.compressionType
  const stored = target !== codec && !batch.isControl ? recompress(batch, target, rules) : batch
  const isStamped = rules.timestampType === 'LogAppendTime'
  setMaxTimestamp(stored, rules.timestampType, isStamped ? assignment.now : maxTimestamp)
  return stored
}

function tooLarge(batch: BatchView, rules: ProduceRules): BatchTooLargeError {
  return new BatchTooLargeError(
    `The record batch has ${batch.sizeInBytes} bytes, the topic takes ${rules.maxMessageBytes} (max.message.bytes).`,
  )
}

function validateClientHeader(batch: BatchView, rules: ProduceRules): void {
  const { baseOffset, recordCount, lastOffsetDelta } = batch
  if (baseOffset !== 0n) throw new InvalidRecordError(`The base offset of a produced batch is 0, not ${baseOffset}.`)
  if (recordCount <= 0) throw new InvalidRecordError(`The record batch claims ${recordCount} records.`)
  if (lastOffsetDelta !== recordCount - 1) {
    throw new InvalidRecordError(
      `The record batch claims ${recordCount} records, but its last one is number ${lastOffsetDelta}.`,
    )
  }
  if (batch.isControl) throw new InvalidRecordError('Clients may not write control records.')
  if (batch.hasProducerId && batch.baseSequence < 0) {
    throw new InvalidRecordError(`The batch of producer ${batch.producerId} has the sequence ${batch.baseSequence}.`)
  }
  if (batch.isTransactional && !batch.hasProducerId) {
    throw new InvalidRecordError('A transactional batch carries a producer id.')
  }
  // Where the log keeps the producer's time, Kafka just sets the type right.
  if (batch.timestampType === 'LogAppendTime' && rules.timestampType === 'LogAppendTime') {
    throw new InvalidTimestampError('A producer may not set the timestamp type to LogAppendTime.')
  }
}

/** Gives the largest timestamp of the records. @throws InvalidRecordError, InvalidTimestampError */
function validateRecords(batch: BatchView, rules: ProduceRules, now: bigint): bigint {
  const scan = new RecordScan(batch, rules, now)
  try {
    scan.run()
  } catch (error) {
    // The CRC was right, so the producer wrote nonsense: to send it again would not help.
    if (error instanceof CorruptBatchError) {
      throw new InvalidRecordError(`The record batch is malformed: ${error.message}.`)
    }
    throw error
  }
  return scan.maxTimestamp
}

/** One pass over a batch's records; the cursor's numbers keep it free of allocation as long as nothing is wrong. */
class RecordScan {
  readonly #batch: BatchView
  readonly #rules: ProduceRules
  readonly #now: bigint
  readonly #errors: RecordError[] = []
  #hasTimestampError = false
  maxTimestamp = noTimestamp

  constructor(batch: BatchView, rules: ProduceRules, now: bigint) {
    this.#batch = batch
    this.#rules = rules
    this.#now = now
  }

  run(): void {
    const batch = this.#batch
    const cursor = new RecordCursor(uncompressedRecords(batch))
    const checksTimestamps = this.#rules.timestampType === 'CreateTime' && this.#rules.origin === 'client'
    const base = batch.baseTimestamp
    const requiresKeys = this.#rules.requiresKeys && !batch.isControl
    // Deltas that are in range whatever the record: nothing but numbers is compared for them.
    const lowest = checksTimestamps ? Number(this.#now - base) - this.#rules.timestampBeforeMaxMs : -Infinity
    const highest = checksTimestamps ? Number(this.#now - base) + this.#rules.timestampAfterMaxMs : Infinity
    let count = 0
    let maxDelta = -Infinity
    while (cursor.next()) {
      if (cursor.offsetDelta !== count) {
        throw new CorruptBatchError(`record number ${count} has the offset delta ${cursor.offsetDelta}`)
      }
      if (requiresKeys && cursor.keyLength < 0) {
        this.#errors.push({ batchIndex: count, message: 'A compacted topic takes no record without a key.' })
      }
      const delta = cursor.timestampDelta
      if (delta < lowest || delta > highest) this.#checkTimestamp(cursor, count)
      if (cursor.wideTimestampDelta !== null) this.#raise(timestampAt(cursor, base))
      else if (delta > maxDelta) maxDelta = delta
      count += 1
    }
    if (count !== batch.recordCount) {
      throw new CorruptBatchError(`it holds ${count} records, but claims ${batch.recordCount}`)
    }
    if (maxDelta > -Infinity) this.#raise(BigInt.asIntN(64, base + BigInt(maxDelta)))
    this.#throwErrors()
  }

  #raise(timestamp: bigint): void {
    if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp
  }

  #checkTimestamp(cursor: RecordCursor, batchIndex: number): void {
    const timestamp = timestampAt(cursor, this.#batch.baseTimestamp)
    if (timestamp === noTimestamp) return
    this.#hasTimestampError = true
    const { timestampBeforeMaxMs, timestampAfterMaxMs } = this.#rules
    const earliest = Number(this.#now) - timestampBeforeMaxMs
    const latest = Number(this.#now) + timestampAfterMaxMs
    this.#errors.push({
      batchIndex,
      message: `Timestamp ${timestamp} of the record is out of range. It should be within [${earliest}, ${latest}].`,
    })
  }

  #throwErrors(): void {
    if (this.#errors.length === 0) return
    if (this.#hasTimestampError) {
      throw new InvalidTimestampError('One or more records have been rejected due to invalid timestamp', this.#errors)
    }
    const count = this.#errors.length
    throw new InvalidRecordError(
      `One or more records have been rejected due to ${count} record errors in total.`,
      this.#errors,
    )
  }
}

/** `compression.type` of the topic asks for a codec that the producer did not use. */
function recompress(batch: BatchView, codec: Codec, rules: ProduceRules): BatchView {
  const records: RecordInput[] = [...recordsIn(batch)]
  const bytes = buildBatch(records, {
    codec,
    compressionLevels: rules.compressionLevels,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
  })
  const rebuilt = new BatchView(bytes)
  if (rebuilt.sizeInBytes > rules.maxMessageBytes) throw tooLarge(rebuilt, rules)
  return rebuilt
}

function assign(batch: BatchView, baseOffset: bigint, leaderEpoch: number): void {
  batch.source.writeBigInt64BE(baseOffset, batch.position)
  batch.source.writeInt32BE(leaderEpoch, batch.position + 12)
}

/** The CRC covers attributes and timestamps, so it is computed again when one of them changes, and only then. */
function setMaxTimestamp(batch: BatchView, timestampType: TimestampType, maxTimestamp: bigint): void {
  if (batch.timestampType === timestampType && batch.maxTimestamp === maxTimestamp) return
  const { source, position } = batch
  const attributes = timestampType === 'LogAppendTime' ? batch.attributes | 0x08 : batch.attributes & ~0x08
  source.writeInt16BE(attributes, position + 21)
  source.writeBigInt64BE(maxTimestamp, position + 35)
  source.writeUInt32BE(batch.computeCrc(), position + 17)
}
