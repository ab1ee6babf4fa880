import type { Message, MessageRow, ScanEvent } from '../api/messages.ts'
import { base64Of } from '../decoding/content.ts'
import { previewOf } from '../decoding/preview.ts'
import { scanMessages, type ScanUpdate } from '../kafka/message-scan.ts'
import { readRecordAt, type ReadRecord } from '../kafka/partition-reader.ts'
import type { ScannedRecord } from '../kafka/scanned-record.ts'
import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'

export const messages = {
  scan: api.messages.scan.handler(async function* ({ context, input, signal }) {
    const cluster = context.clusters.get(input.clusterId)
    const request = signal === undefined ? input : { ...input, signal }
    for await (const update of scanMessages(cluster, request)) yield eventOf(update)
  }),
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

function eventOf(update: ScanUpdate): ScanEvent {
  if (update.type === 'records') return { type: 'rows', rows: update.records.map(rowOf) }
  if (update.type === 'progress') return { ...update, partitions: [...update.partitions] }
  return update
}

/** Bytes become previews here: what a screen full of rows needs must not carry the records themselves. */
function rowOf(record: ScannedRecord): MessageRow {
  const { partition, offset, timestamp, timestampType, sizeBytes } = record
  return {
    partition,
    offset,
    timestamp,
    timestampType,
    key: previewOf(record.key),
    value: previewOf(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, value: previewOf(value) })),
    sizeBytes,
  }
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
