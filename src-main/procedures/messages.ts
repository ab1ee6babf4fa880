import type { Message } from '../api/messages.ts'
import { base64Of } from '../decoding/content.ts'
import { readRecordAt, type ReadRecord } from '../kafka/partition-reader.ts'
import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'

export const messages = {
  read: api.messages.read.handler(({ context, input }) => {
    const { topic, partition, offset } = input
    const place = context.clusters.place(input.clusterId)
    const setup = decodingSetup(context, input)
    return context.dataWorker.call('read', { place, setup, address: { topic, partition, offset } })
  }),
  bytes: api.messages.bytes.handler(({ context, input }) => {
    const { topic, partition, offset, part, from, count } = input
    const place = context.clusters.place(input.clusterId)
    return context.dataWorker.call('bytes', { place, address: { topic, partition, offset }, part, from, count })
  }),
  get: api.messages.get.handler(async ({ context, input }) =>
    messageOf(await readRecordAt(context.clusters.get(input.clusterId), input)),
  ),
}

function messageOf(record: ReadRecord): Message {
  const { partition, offset, timestamp, timestampType, batch } = record
  return {
    partition,
    offset,
    timestamp,
    timestampType,
    keyBase64: base64Of(record.key),
    valueBase64: base64Of(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, valueBase64: base64Of(value) })),
    batch,
  }
}
