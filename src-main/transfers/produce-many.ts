import { setTimeout as delay } from 'node:timers/promises'
import type { LineError, ProduceManyEvent, ProduceManyInput, RecordSource } from '../api/transfers.ts'
import { IdempotentProducer } from '../kafka/idempotent-producer.ts'
import { partitionFor } from '../kafka/java-partitioner.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import { connectTo, type ClusterPlace } from '../scans/cluster-place.ts'
import { reasonOf } from '../decoding/decode-error.ts'
import type { EncodeValue } from './message-generator.ts'
import type { JobTools } from './jobs.ts'
import { columnsOf, readSource, type SourceLine } from './read-source.ts'
import type { TransferRecord } from './record-lines.ts'
import { valueEncoder, type SchemaPlaces } from './value-encoder.ts'
import { texts } from '../languages/texts.ts'
import { tellMeanwhile } from './tell-meanwhile.ts'

export interface ProduceManyOrder extends Omit<ProduceManyInput, 'clusterId'> {
  readonly place: ClusterPlace
  readonly schemas: SchemaPlaces
}

type Report = Extract<ProduceManyEvent, { type: 'report' }>
type Written = Report['partitions'][number]

const mostRecordsInBatch = 500
const mostBytesInBatch = 512 * 1024
const mostErrors = 100
const progressEveryMs = 500

/**
 * Writes the records of a source, round by round: a round is what fits one batch a partition, and ends when every batch of
 * it is acknowledged. So the order within a partition is that of the source, and what was written is known at any time.
 */
export async function* produceMany(
  order: ProduceManyOrder,
  { signal, upload }: JobTools,
): AsyncGenerator<ProduceManyEvent, void, undefined> {
  const cluster = connectTo(order.place)
  try {
    const { partitions } = await cluster.topic(order.topic)
    const producer = await IdempotentProducer.create(cluster)
    const writing = new Writing(order, { producer, partitionCount: partitions.length, signal })
    const encode = await valueEncoder(order.source, order.schemas)
    const startedAt = Date.now()
    for await (const line of readSource(order.source, { encode, upload })) {
      if (signal.aborted) break
      writing.add(line)
      if (writing.stop !== null) break
      if (!writing.isRoundFull) continue
      yield* writing.endRound()
      yield writing.progress()
      if (writing.stop !== null) break
      if (order.ratePerSecond !== null) {
        const dueAt = startedAt + (writing.acknowledgedCount / order.ratePerSecond) * 1000
        await delay(Math.max(0, dueAt - Date.now()), undefined, { signal }).catch(() => undefined)
      }
    }
    if (!signal.aborted) yield* writing.endRound()
    yield writing.report({ isStopped: signal.aborted })
  } finally {
    cluster.close()
  }
}

interface WritingTools {
  readonly producer: IdempotentProducer
  readonly partitionCount: number
  readonly signal: AbortSignal
}

class Writing {
  readonly #order: ProduceManyOrder
  readonly #producer: IdempotentProducer
  readonly #partitionCount: number
  readonly #signal: AbortSignal
  readonly #round = new Map<number, TransferRecord[]>()
  readonly #written = new Map<number, Written>()
  readonly #errors: LineError[] = []
  #roundBytes = 0
  #roundCount = 0
  #readLines = 0
  #failedCount = 0
  acknowledgedCount = 0
  /** Why nothing more is written; null: it goes on. */
  stop: string | null = null

  constructor(order: ProduceManyOrder, { producer, partitionCount, signal }: WritingTools) {
    this.#order = order
    this.#producer = producer
    this.#partitionCount = partitionCount
    this.#signal = signal
  }

  get isRoundFull(): boolean {
    const { ratePerSecond } = this.#order
    // At a low rate messages go a few at a time, not in bursts.
    const most =
      ratePerSecond === null ? mostRecordsInBatch * 4 : Math.max(1, Math.min(mostRecordsInBatch, ratePerSecond / 10))
    return this.#roundCount >= most || this.#roundBytes >= mostBytesInBatch
  }

  add({ line, record, error }: SourceLine): void {
    this.#readLines = line
    if (record === null) return this.#failed(line, error)
    const { partitioning } = this.#order
    const partition =
      partitioning === 'source' && record.partition !== null
        ? record.partition
        : partitionFor(record.key, this.#partitionCount)
    if (partition < 0 || partition >= this.#partitionCount) {
      return this.#failed(line, texts.transfers.noPartition(partition, this.#partitionCount))
    }
    const group = this.#round.get(partition)
    if (group === undefined) this.#round.set(partition, [record])
    else group.push(record)
    this.#roundCount += 1
    this.#roundBytes += (record.key?.byteLength ?? 0) + (record.value?.byteLength ?? 0)
  }

  /** Every batch of the round is written, or it is known which are not; what is waited for is told meanwhile. */
  async *endRound(): AsyncGenerator<ProduceManyEvent, void, undefined> {
    const round = [...this.#round]
    this.#round.clear()
    this.#roundCount = 0
    this.#roundBytes = 0
    const ending = Promise.all(round.map(([partition, records]) => this.#write(partition, records)))
    yield* tellMeanwhile(ending, { everyMs: progressEveryMs, tell: () => this.progress() })
  }

  async #write(partition: number, records: readonly TransferRecord[]): Promise<void> {
    const { topic, compression, keepsTimestamps } = this.#order
    const now = BigInt(Date.now())
    const inputs = records.map(({ key, value, headers, timestamp }) => {
      return { key, value, headers, timestamp: keepsTimestamps && timestamp !== null ? timestamp : now }
    })
    try {
      const first = await this.#producer.send(topic, partition, {
        records: inputs,
        codec: compression,
        signal: this.#signal,
      })
      this.acknowledgedCount += records.length
      const before = this.#written.get(partition)
      this.#written.set(partition, {
        partition,
        count: (before?.count ?? 0) + records.length,
        firstOffset: before?.firstOffset ?? first,
        lastOffset: first + BigInt(records.length) - 1n,
      })
    } catch (error) {
      this.#failedCount += records.length
      this.stop = texts.transfers.refused(records.length, partition, explainError(error))
    }
  }

  #failed(line: number, why: string): void {
    this.#failedCount += 1
    if (this.#errors.length < mostErrors) this.#errors.push({ line, why })
    if (this.#order.onError === 'stop') this.stop = texts.transfers.ofLine(line, why)
  }

  progress(): ProduceManyEvent {
    const { acknowledgedCount } = this
    const errors = [...this.#errors]
    const counts = { readLines: this.#readLines, acknowledgedCount, failedCount: this.#failedCount }
    return { type: 'progress', ...counts, errors, waitingFor: this.#producer.waitingFor }
  }

  report({ isStopped }: { readonly isStopped: boolean }): Report {
    const isComplete = !isStopped && this.stop === null && this.#failedCount === 0
    const sums = texts.transfers.written(this.acknowledgedCount, this.#failedCount)
    const why =
      this.stop ?? (isStopped ? texts.transfers.stopped : this.#readLines === 0 ? texts.transfers.nothingThere : '')
    return {
      type: 'report',
      isComplete,
      explanation: `${sums} ${why}`.trim(),
      acknowledgedCount: this.acknowledgedCount,
      failedCount: this.#failedCount,
      errors: [...this.#errors],
      partitions: [...this.#written.values()].toSorted((a, b) => a.partition - b.partition),
    }
  }
}

const previewedLines = 20

export interface PreviewOrder {
  readonly source: RecordSource
  readonly schemas: SchemaPlaces
}

/** The first lines of a source; values that a schema is for as the JSON that they are made of. @throws SourceError */
export async function previewSource({ source, schemas }: PreviewOrder) {
  const encode = await valueEncoder(source, schemas)
  const records: { line: number; key: string | null; value: string | null; headerCount: number }[] = []
  const errors: LineError[] = []
  let isWhole = !(source.kind === 'text' && source.isBeginning === true)
  for await (const { line, record, error } of readSource(source)) {
    if (record === null) errors.push({ line, why: error })
    const problem = record?.value ? problemOf(record.value, encode) : null
    if (problem !== null) errors.push({ line, why: problem })
    if (record !== null) {
      const { key, value, headers } = record
      records.push({ line, key: shown(key), value: shown(value), headerCount: headers.length })
    }
    if (records.length + errors.length >= previewedLines) {
      isWhole = true
      break
    }
  }
  // Where the text ends, its last line does not.
  if (!isWhole) dropLast(records, errors)
  return { records, errors, columns: [...(await columnsOf(source))] }
}

function dropLast(...lists: readonly { line: number }[][]): void {
  const last = Math.max(...lists.map((list) => list.at(-1)?.line ?? 0))
  for (const list of lists) while (list.at(-1)?.line === last) list.pop()
}

function problemOf(value: Uint8Array, encode: EncodeValue | null): string | null {
  try {
    encode?.(Buffer.from(value).toString('utf8'))
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

function shown(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes.subarray(0, 300)).toString('utf8')
}
