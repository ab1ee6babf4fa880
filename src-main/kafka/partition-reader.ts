import { recordsIn } from '../../broker/records/records-in.ts'
import type { ProblemCode } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'
import { EventQueue } from './event-queue.ts'
import { FetchCursor, type FetchedBatch, type PartitionRange, type ReadProblem } from './fetch-cursor.ts'
import { readToEnd } from './fetch-loop.ts'
import { KafkaClientError, NotFoundError } from './kafka-errors.ts'
import { batchFacts, scannedRecord, type BatchFacts, type ScannedRecord } from './scanned-record.ts'
import type { TransactionState } from './transaction-marks.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface ReadRecord extends ScannedRecord {
  readonly batch: BatchFacts
  readonly state: TransactionState
}

/** Part of the range could not be read. */
export class IncompleteReadError extends KafkaClientError {
  override readonly name = 'IncompleteReadError'
  override readonly code: ProblemCode
  readonly reason: ReadProblem['reason']

  constructor({ topic, partition }: PartitionRange, { reason, explanation }: ReadProblem) {
    super({
      what: texts.kafka.notReadToItsEnd.what(partition, topic),
      why: explanation,
      remedy: texts.kafka.notReadToItsEnd.remedy,
    })
    this.reason = reason
    this.code = reason === 'connection-lost' ? 'UNREACHABLE' : 'FAILED'
  }
}

/**
 * Reads one partition from offset to end offset, without a group. Ends by offset: the iteration is complete when it ends
 * without an error. Control records are among what is given, marked by their batch.
 *
 * @throws IncompleteReadError after what could be read
 */
export async function* readPartition(
  cluster: WireCluster,
  range: PartitionRange,
): AsyncGenerator<ReadRecord, void, undefined> {
  const stop = new AbortController()
  const cursor = new FetchCursor(range)
  const fetched = new EventQueue<readonly FetchedBatch[]>(1)
  const reading = readToEnd(cluster, [cursor], {
    signal: stop.signal,
    onBatches: (_cursor, batches) => fetched.push(batches),
  }).then(
    () => fetched.close(),
    (error: unknown) => fetched.close(error),
  )
  try {
    for await (const batches of fetched) for (const each of batches) yield* recordsOf(each, range)
    if (cursor.problem) throw new IncompleteReadError(range, cursor.problem)
  } finally {
    stop.abort()
    fetched.close()
    await reading
  }
}

export interface RecordAddress {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** As in a range: what tells of aborted transactions. */
  readonly stableOffset?: bigint
}

/** The record at one offset. @throws NotFoundError when compaction or retention has removed it */
export async function readRecordAt(
  cluster: WireCluster,
  { topic, partition, offset, stableOffset }: RecordAddress,
): Promise<ReadRecord> {
  const { topicId } = await cluster.topic(topic)
  const bounds = { startOffset: offset, endOffset: offset + 1n }
  const range = { topic, topicId, partition, ...bounds, ...(stableOffset === undefined ? {} : { stableOffset }) }
  const records = readPartition(cluster, range)
  try {
    for await (const record of records) return record
  } catch (error) {
    if (!(error instanceof IncompleteReadError) || error.reason !== 'records-deleted') throw error
  }
  throw new NotFoundError({
    what: texts.kafka.noMessage.what(offset, partition, topic),
    why: texts.kafka.noMessage.why,
    remedy: texts.kafka.noMessage.remedy,
  })
}

function* recordsOf({ batch, state }: FetchedBatch, range: PartitionRange): Generator<ReadRecord, void, undefined> {
  const facts = batchFacts(batch)
  try {
    for (const record of recordsIn(batch, { startOffset: range.startOffset })) {
      if (range.endOffset !== null && record.offset >= range.endOffset) return
      yield { ...scannedRecord(range.partition, batch, record), batch: facts, state }
    }
  } catch (error) {
    const explanation = error instanceof Error ? error.message : String(error)
    throw new IncompleteReadError(range, { reason: 'failed-partition', explanation })
  }
}
