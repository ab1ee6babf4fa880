import type { Content, ContentCheck, ProduceInput } from '../api/producing.ts'
import { reasonOf } from '../decoding/decode-error.ts'
import type { EncodingPlace, FoundSchema } from '../decoding/encode-content.ts'
import { readRecordAt } from '../kafka/partition-reader.ts'
import { produceRecord } from '../kafka/produce.ts'
import { texts } from '../languages/texts.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import { registryClient } from './registry-client.ts'
import type { Services } from './services.ts'

const acksOnWire = { all: -1, leader: 1, none: 0 } as const

/** Loaded by who writes: with it come Avro, Protobuf and JSON Schema. */
const encoding = () => import('../decoding/encode-content.ts')

export const producing = {
  check: api.producing.check.handler(async ({ context, input }) =>
    check(input.content, await encodingPlace(context, input)),
  ),
  produce: api.producing.produce.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { topic, partition, compression } = input
    if (partition !== null) {
      const { partitions } = await cluster.topic(topic)
      if (partition >= partitions.length) throw noSuchPartition(input, partitions.length)
    }
    const { encodeContent } = await encoding()
    const encode = async (content: Content, part: 'key' | 'value'): Promise<Uint8Array | null> =>
      encodeContent(content, await encodingPlace(context, { ...input, part })).catch((error: unknown) => {
        throw doesNotFit(part, reasonOf(error))
      })
    const [key, value] = await Promise.all([encode(input.key, 'key'), encode(input.value, 'value')])
    const headers = input.headers.map(async (each) => ({ key: each.key, value: await encode(each.value, 'value') }))
    return produceRecord(cluster, {
      topic,
      partition,
      key,
      value,
      headers: await Promise.all(headers),
      timestamp: input.timestamp ?? BigInt(Date.now()),
      codec: compression,
      acks: acksOnWire[input.acks],
    })
  }),
  resend: api.producing.resend.handler(async ({ context, input }) => {
    const { from, topic, keepsTimestamp } = input
    const { key, value, headers, timestamp: sentAt } = await readRecordAt(context.clusters.get(from.clusterId), from)
    const timestamp = keepsTimestamp && sentAt >= 0n ? sentAt : BigInt(Date.now())
    const way = { timestamp, codec: 'none', acks: acksOnWire.all } as const
    return produceRecord(context.clusters.get(input.clusterId), { topic, partition: null, key, value, headers, ...way })
  }),
}

interface OnPart {
  readonly clusterId: string
  readonly topic: string
  readonly part: 'key' | 'value'
}

async function encodingPlace({ decoding }: Services, { clusterId, topic, part }: OnPart): Promise<EncodingPlace> {
  return { topic, part, schemaFiles: decoding.schemaFiles(), registry: await registryClient(decoding, clusterId) }
}

async function check(content: Content, place: EncodingPlace): Promise<ContentCheck> {
  const { encodeContent, encodeWith, schemaFor } = await encoding()
  const nothing = { label: '', kind: null, messageTypes: [], sizeBytes: 0 }
  if (content.kind !== 'encoded') {
    return { ...nothing, problem: null, sizeBytes: (await encodeContent(content, place))?.byteLength ?? 0 }
  }
  let schema: FoundSchema
  try {
    schema = await schemaFor(content, place)
  } catch (error) {
    return { ...nothing, problem: reasonOf(error) }
  }
  const { kind, label, codec } = schema
  const found = { kind, label, messageTypes: [...codec.messageTypes] }
  try {
    return { ...found, problem: null, sizeBytes: encodeWith(schema, content).byteLength }
  } catch (error) {
    return { ...found, problem: reasonOf(error), sizeBytes: 0 }
  }
}

function doesNotFit(part: 'key' | 'value', why: string): ProblemError {
  return new ProblemError('REJECTED', {
    what: part === 'key' ? texts.procedures.keyDoesNotFit : texts.procedures.valueDoesNotFit,
    why,
    remedy: texts.procedures.correctIt,
  })
}

function noSuchPartition({ topic, partition }: ProduceInput, partitionCount: number): ProblemError {
  const { what, onlyOne, others, remedy } = texts.procedures.noPartition
  const number = partition ?? 0
  const why = partitionCount === 1 ? onlyOne(topic, number) : others(topic, number, partitionCount)
  return new ProblemError('REJECTED', { what, why, remedy })
}
