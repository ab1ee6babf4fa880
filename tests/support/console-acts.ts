import { Kafka, logLevel, type Consumer } from 'kafkajs'
import type { LocalClusterStatus } from '../../src-main/api/local-cluster.ts'
import type { MessageRow, ScanEvent, ScanQuery } from '../../src-main/api/messages.ts'
import type { ProduceInput } from '../../src-main/api/producing.ts'
import type { ConsoleCalls } from './console-client.ts'
import type { TestConsole } from './start-console.ts'

// What a person does in the console, as calls.

export const local = { clusterId: 'local' }

export type Running = Extract<LocalClusterStatus, { state: 'running' }>

export async function startCluster({ calls }: TestConsole): Promise<Running> {
  const status = await calls.localCluster.start()
  if (status.state !== 'running') throw new Error(`The cluster is ${status.state}.`)
  return status
}

export async function createTopic(calls: ConsoleCalls, name: string, partitionCount = 1) {
  return calls.topics.create({ ...local, name, partitionCount, replicationFactor: -1, configs: [] })
}

export const text = (content: string) => ({ kind: 'text', text: content }) as const

export async function produce(calls: ConsoleCalls, topic: string, message: Partial<ProduceInput> = {}) {
  return calls.producing.produce({
    ...local,
    topic,
    partition: null,
    key: { kind: 'null' },
    value: text('value'),
    headers: [],
    timestamp: null,
    compression: 'none',
    acks: 'all',
    ...message,
  })
}

export async function scan(calls: ConsoleCalls, topic: string, query: Partial<ScanQuery> = {}) {
  const events: ScanEvent[] = []
  const rows: MessageRow[] = []
  const whole = {
    partitions: null,
    start: { at: 'earliest' },
    contains: null,
    isCaseSensitive: false,
    limit: 1000,
  } as const
  for await (const event of await calls.messages.scan({ ...local, topic, ...whole, ...query })) {
    events.push(event)
    if (event.type === 'rows') rows.push(...event.rows)
  }
  const last = events.at(-1)
  return { rows, verdict: last?.type === 'verdict' ? last.verdict : null }
}

/** A consumer of another client in group `billing`, which has read everything that was there. */
export async function consume({ bootstrapServers }: Running, topic: string, count: number): Promise<Consumer> {
  const kafka = new Kafka({ clientId: 'shop', brokers: [bootstrapServers], logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: 'billing', maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const { promise: isRead, resolve } = Promise.withResolvers<void>()
  let read = 0
  await consumer.run({ eachMessage: async () => (++read === count ? resolve() : undefined) })
  await isRead
  return consumer
}

export async function stopConsumer(consumer: Consumer): Promise<void> {
  await consumer.stop()
  await consumer.disconnect()
}
