import type { RecordHeader, RecordInput } from '../../broker/records/record.ts'
import type { RedriveError, RedriveOrder, RedriveReport } from '../api/redrives.ts'
import { IdempotentProducer, type ProducerState } from '../kafka/idempotent-producer.ts'
import { partitionFor } from '../kafka/java-partitioner.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { FoundRow } from '../scans/found-row.ts'
import { texts } from '../languages/texts.ts'
import { changedHeaders, targetTopicOf } from './redrive-mapping.ts'

const mostErrors = 100
const mostSamples = 20

interface Mapped {
  readonly row: FoundRow
  readonly topic: string
  readonly partition: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

export interface RedriveWriterOptions {
  readonly isDry: boolean
  /** The topic that the messages come from, where they are written to the same cluster. */
  readonly notTo: string | null
}

type TopicProducer = ProducerState & { readonly topic: string }

/** Knows where each message goes, and writes a round of them: one batch for each partition that is written to. */
export class RedriveWriter {
  readonly #order: RedriveOrder
  readonly #cluster: WireCluster
  readonly #isDry: boolean
  readonly #notTo: string | null
  readonly #partitionCounts = new Map<string, number | string>()
  readonly #producers = new Map<string, IdempotentProducer>()
  readonly #targets = new Map<string, RedriveReport['targets'][number]>()
  readonly errors: RedriveError[] = []
  readonly samples: RedriveReport['samples'] = []
  writtenCount = 0
  failedCount = 0

  constructor(order: RedriveOrder, cluster: WireCluster, { isDry, notTo }: RedriveWriterOptions) {
    this.#order = order
    this.#cluster = cluster
    this.#isDry = isDry
    this.#notTo = notTo
  }

  /** What is waited for, where that takes long; null: it gets on. */
  get waitingFor(): string | null {
    for (const producer of this.#producers.values()) if (producer.waitingFor !== null) return producer.waitingFor
    return null
  }

  get targets(): RedriveReport['targets'] {
    return [...this.#targets.values()]
  }

  get producers(): TopicProducer[] {
    return [...this.#producers].map(([topic, producer]) => ({ topic, ...producer.state }))
  }

  goOn(producers: readonly TopicProducer[]): void {
    for (const { topic, ...state } of producers) {
      this.#producers.set(topic, IdempotentProducer.goOn(this.#cluster, state))
    }
  }

  /** Where the messages of a round go; there is a producer for each topic afterwards. @throws KafkaClientError */
  async map(rows: readonly FoundRow[]): Promise<Mapped[]> {
    const mapped: Mapped[] = []
    for (const row of rows) {
      try {
        mapped.push(await this.#mapOne(row))
      } catch (error) {
        this.#failed(row, error instanceof Error ? error.message : String(error))
      }
    }
    if (this.#isDry) return mapped
    for (const { topic } of mapped) {
      if (!this.#producers.has(topic)) this.#producers.set(topic, await IdempotentProducer.create(this.#cluster))
    }
    return mapped
  }

  /** Writes what was mapped. Gives why the redrive cannot go on, or null. */
  async write(round: readonly Mapped[], roundTime: bigint, signal: AbortSignal): Promise<string | null> {
    const batches = new Map<string, Mapped[]>()
    for (const each of round) {
      const place = `${each.partition} ${each.topic}`
      const batch = batches.get(place)
      if (batch === undefined) batches.set(place, [each])
      else batch.push(each)
    }
    const problems = await Promise.all([...batches.values()].map((batch) => this.#writeBatch(batch, roundTime, signal)))
    return problems.find((problem) => problem !== null) ?? null
  }

  async #writeBatch(batch: readonly Mapped[], roundTime: bigint, signal: AbortSignal): Promise<string | null> {
    const [first] = batch
    if (first === undefined) return null
    const { topic, partition } = first
    const { keepsTimestamps, compression } = this.#order
    if (!this.#isDry) {
      const records = batch.map(({ key, value, headers, row }): RecordInput => {
        const timestamp = keepsTimestamps && row.timestamp >= 0n ? row.timestamp : roundTime
        return { key, value, headers, timestamp }
      })
      try {
        await this.#producers.get(topic)?.send(topic, partition, { records, codec: compression, signal })
      } catch (error) {
        return texts.transfers.refusedBy(topic, { count: batch.length, partition, why: explainError(error) })
      }
    }
    this.writtenCount += batch.length
    const place = `${partition} ${topic}`
    const count = (this.#targets.get(place)?.count ?? 0) + batch.length
    this.#targets.set(place, { topic, partition, count })
    return null
  }

  async #mapOne(row: FoundRow): Promise<Mapped> {
    const { content } = row
    if (content === null) throw new Error(texts.transfers.bytesNotRead)
    const topic = targetTopicOf(this.#order, content.headers)
    if (topic === this.#notTo) throw new Error(texts.transfers.wouldGoBack(topic))
    const partitionCount = await this.#partitionCount(topic)
    const isSame = this.#order.partitioning === 'source'
    const partition = isSame ? row.partition : partitionFor(content.key, partitionCount)
    if (partition >= partitionCount) throw new Error(texts.transfers.noPartitionOf(topic, partition))
    const headers = changedHeaders(content.headers, this.#order.headers)
    if (this.samples.length < mostSamples) this.#addSample({ row, topic, partition, headers })
    return { row, topic, partition, key: content.key, value: content.value, headers }
  }

  async #partitionCount(topic: string): Promise<number> {
    let known = this.#partitionCounts.get(topic)
    if (known === undefined) {
      known = await this.#cluster.topic(topic).then(({ partitions }) => partitions.length, explainError)
      this.#partitionCounts.set(topic, known)
    }
    if (typeof known === 'string') throw new Error(known)
    return known
  }

  #addSample({ row, topic, partition, headers }: Pick<Mapped, 'row' | 'topic' | 'partition' | 'headers'>): void {
    this.samples.push({
      partition: row.partition,
      offset: row.offset,
      topic,
      targetPartition: partition,
      key: shown(row.content?.key ?? null),
      headers: headers.map(({ key, value }) => ({ key, value: shown(value) })),
    })
  }

  #failed({ partition, offset }: FoundRow, why: string): void {
    this.failedCount += 1
    if (this.errors.length < mostErrors) this.errors.push({ partition, offset, why })
  }
}

function shown(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes.subarray(0, 200)).toString('utf8')
}
