import { setTimeout as delay } from 'node:timers/promises'
import { errorCode as codes } from '../../broker/protocol/error-codes.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import { connectToKafka } from '../support/kafka-connection.ts'

const valueBytes = 200
const recordsPerBatch = 500
const connections = 4

/** Stands in one record of all. */
export const needle = 'needle-7f3a91'

const words = Buffer.alloc(valueBytes, '{"city":"Oslo","smith":"Brokkr","work":"Draupnir"} ')

function batch(count: number, text: string | null = null): Buffer {
  const timestamp = BigInt(Date.now())
  const found = Buffer.from(words)
  if (text !== null) found.write(text, 20)
  const records = Array.from({ length: count }, (_each, index) => {
    return { key: null, value: text !== null && index === count >> 1 ? found : words, timestamp }
  })
  return buildBatch(records)
}

export interface Filling {
  readonly topic: string
  readonly partitions: number
  readonly records: number
}

/** Writes that many records of 200 bytes, with the needle in the middle. Gives their number. */
export async function fillWithNeedle(port: number, { topic, partitions, records }: Filling): Promise<number> {
  const perBatch = Math.max(1, Math.min(recordsPerBatch, Math.floor(records / partitions)))
  const batches = Math.ceil(records / perBatch)
  const plain = batch(perBatch)
  const withNeedle = batch(perBatch, needle)
  let sent = 0
  const send = async (): Promise<void> => {
    await using client = await connectToKafka('127.0.0.1', port)
    while (sent < batches) {
      const number = sent++
      const data = { index: number % partitions, records: number === batches >> 1 ? withNeedle : plain }
      await append(client, topic, data)
    }
  }
  await Promise.all(Array.from({ length: connections }, send))
  return batches * perBatch
}

/** Writes at a rate until the time is over. Gives how many records. */
export async function writeAtRate(
  port: number,
  { topic, partitions }: Omit<Filling, 'records'>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<number> {
  await using client = await connectToKafka('127.0.0.1', port)
  const perBatch = recordsPerBatch
  const startedAt = Date.now()
  let written = 0
  while (written < perSecond * seconds) {
    await append(client, topic, { index: (written / perBatch) % partitions, records: batch(perBatch) })
    written += perBatch
    await delay(Math.max(0, startedAt + (written / perSecond) * 1000 - Date.now()))
  }
  return written
}

async function append(
  client: Awaited<ReturnType<typeof connectToKafka>>,
  name: string,
  data: { readonly index: number; readonly records: Buffer },
): Promise<void> {
  for (;;) {
    const topicData = [{ name, partitionData: [data] }]
    const answer = await client.request(produce, 12, { acks: -1, timeoutMs: 60_000, topicData })
    const code = answer.responses[0]?.partitionResponses[0]?.errorCode ?? 0
    if (code === 0) return
    if (code !== codes.NOT_LEADER_OR_FOLLOWER) throw new Error(`Records were refused: ${code}`)
    await delay(20)
  }
}
