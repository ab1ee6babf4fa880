import { Kafka, logLevel, type Consumer } from 'kafkajs'
import type { LocalClusterStatus } from '../../src-main/api/local-cluster.ts'
import type { ProduceInput } from '../../src-main/api/producing.ts'
import type { ScanRequest } from '../../src-main/api/scans.ts'
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

/** All that a topic has, the oldest first. */
export const wholeTopic: Omit<ScanRequest, 'topic'> = {
  ...local,
  partitions: null,
  start: { at: 'beginning' },
  end: { at: 'now' },
  order: 'oldest',
  filter: null,
  isolation: 'read-uncommitted',
  decoding: null,
  showsControlRecords: false,
  limit: 1_000_000,
}

/** The first thousand rows of a scan that has ended. */
export async function scan(calls: ConsoleCalls, topic: string, wishes: Partial<ScanRequest> = {}) {
  let scanId = ''
  for await (const event of await calls.scans.open({ ...wholeTopic, topic, ...wishes })) {
    if (event.type === 'opened') scanId = event.scanId
    else if (event.status.phase === 'ended') {
      const { rows } = await calls.scans.rows({ scanId, from: 0, count: 1000 })
      return { rows, verdict: event.status.verdict }
    }
  }
  throw new Error('The scan was closed.')
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
