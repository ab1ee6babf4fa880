import { localClusterId } from '../api/clusters.ts'
import { automatic, type SchemaFile } from '../api/decoding.ts'
import type { SampleData } from '../api/local-cluster.ts'
import { commitOffsets } from '../kafka/group-offsets.ts'
import { IdempotentProducer } from '../kafka/idempotent-producer.ts'
import { partitionFor } from '../kafka/java-partitioner.ts'
import { createTopic } from '../kafka/topics.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { Services } from './services.ts'

interface SampleRecord {
  readonly timestamp: bigint
  readonly key: Uint8Array
  readonly value: Uint8Array | null
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array }[]
}

/** A topic to look around in: how it is made, and what is in it. */
interface SampleTopic {
  readonly name: string
  readonly partitionCount: number
  readonly configs: readonly { readonly name: string; readonly value: string }[]
  readonly records: (nowMs: number) => Promise<readonly SampleRecord[]>
}

const orders = 'sample-orders'
const payments = 'sample-payments'
const customers = 'sample-customers'
const groupId = 'sample-billing'

const orderCount = 240
const betweenOrdersMs = 30_000
/** The group has read about so much of each partition, and then stopped. */
const readShare = 0.7

const cities = ['Berlin', 'Lima', 'Oslo', 'Paris', 'Quito', 'Rome', 'Tunis', 'Vienna'] as const
const items = ['anvil', 'hammer', 'tongs', 'bellows', 'chisel'] as const

const paymentSchema: SchemaFile = {
  name: 'sample-payment.avsc',
  kind: 'avro',
  text: JSON.stringify(
    {
      type: 'record',
      name: 'Payment',
      namespace: 'sample',
      fields: [
        { name: 'order', type: 'long' },
        { name: 'cents', type: 'long' },
        { name: 'method', type: { type: 'enum', name: 'Method', symbols: ['CARD', 'INVOICE', 'CASH'] } },
        { name: 'paidAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
      ],
    },
    null,
    2,
  ),
}

/**
 * Three topics and a group to look around in: orders in JSON, payments in Avro with their schema, customers of whom only the newest state
 * stays, and a group that is behind in the orders. What is there already is left as it is, so that nothing is written twice.
 */
export async function loadSampleData({ clusters, decoding }: Services): Promise<SampleData> {
  const cluster = clusters.get(localClusterId)
  const known = (await cluster.metadata(null)).topics
  const missing = sampleTopics.filter(({ name }) => !known.has(name))
  await decoding.addSchemaFile(paymentSchema)
  const value = { format: 'avro', schemaFile: paymentSchema.name, messageType: null } as const
  await decoding.remember(localClusterId, { kind: 'topic', name: payments }, { key: automatic, value })
  for (const topic of missing) {
    const lengths = await fill(cluster, topic)
    if (topic.name === orders) await stayBehind(cluster, lengths)
  }
  return { topics: missing.map(({ name }) => name), groupId }
}

const sampleTopics: readonly SampleTopic[] = [
  { name: orders, partitionCount: 3, configs: [], records: async (nowMs) => sampleOrders(nowMs) },
  { name: payments, partitionCount: 2, configs: [], records: samplePayments },
  {
    name: customers,
    partitionCount: 1,
    configs: [{ name: 'cleanup.policy', value: 'compact' }],
    records: async (nowMs) => sampleCustomers(nowMs),
  },
]

/** Makes the topic and writes its records. Gives how many each partition has. */
async function fill(cluster: WireCluster, topic: SampleTopic): Promise<readonly number[]> {
  const { name, partitionCount, configs } = topic
  await createTopic(cluster, { name, partitionCount, replicationFactor: -1, configs })
  const records = await topic.records(Date.now())
  const producer = await IdempotentProducer.create(cluster)
  const byPartition = Array.from({ length: partitionCount }, (_, partition) =>
    records.filter(({ key }) => partitionFor(key, partitionCount) === partition),
  )
  for (const [partition, own] of byPartition.entries()) {
    if (own.length > 0) await producer.send(name, partition, { records: own, codec: 'gzip' })
  }
  return byPartition.map(({ length }) => length)
}

async function stayBehind(cluster: WireCluster, lengths: readonly number[]): Promise<void> {
  const offsets = lengths.map((length, partition) => ({
    topic: orders,
    partition,
    offset: BigInt(Math.floor(length * readShare)),
  }))
  await commitOffsets(cluster, groupId, offsets)
}

function sampleOrders(nowMs: number): readonly SampleRecord[] {
  return numbers(orderCount).map((number) => ({
    timestamp: BigInt(nowMs - (orderCount - number) * betweenOrdersMs),
    key: bytes(customerOf(number)),
    value: json({
      order: number,
      customer: customerOf(number),
      city: pick(cities, number * 5),
      lines: numbers(1 + (number % 3)).map((line) => ({ item: pick(items, number + line), quantity: line + 1 })),
      total: totalCents(number) / 100,
      express: number % 4 === 0,
    }),
    headers: [{ key: 'source', value: bytes(number % 2 === 0 ? 'shop' : 'phone') }],
  }))
}

async function samplePayments(nowMs: number): Promise<readonly SampleRecord[]> {
  // Avro is loaded by who asks for it.
  const { fileCodec } = await import('../decoding/topic-decoder.ts')
  const codec = fileCodec(paymentSchema, [paymentSchema])
  const paid = numbers(orderCount).filter((number) => number % 5 !== 0)
  return paid.map((number) => {
    const paidAt = nowMs - (orderCount - number) * betweenOrdersMs + 12_000
    const method = pick(['CARD', 'INVOICE', 'CASH'], number)
    const payment = { order: number, cents: totalCents(number), method, paidAt }
    return {
      timestamp: BigInt(paidAt),
      key: bytes(String(number)),
      value: codec.encode(JSON.stringify(payment), null),
      headers: [],
    }
  })
}

/** Each customer several times, as they move; the last word on some is that they are gone. */
function sampleCustomers(nowMs: number): readonly SampleRecord[] {
  const states = numbers(96)
  return states.map((number) => {
    const isGone = number >= states.length - 4
    const customer = { name: customerOf(number), city: pick(cities, number * 3), orders: number % 7 }
    return {
      timestamp: BigInt(nowMs - (states.length - number) * 60_000),
      key: bytes(customerOf(number)),
      value: isGone ? null : json(customer),
      headers: [],
    }
  })
}

function customerOf(number: number): string {
  return `c-${100 + ((number * 37) % 24)}`
}

function totalCents(number: number): number {
  return 1250 + ((number * 731) % 9000)
}

function pick<Value>(values: readonly [Value, ...Value[]], index: number): Value {
  return values[index % values.length] ?? values[0]
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

function json(value: unknown): Uint8Array {
  return bytes(JSON.stringify(value))
}
