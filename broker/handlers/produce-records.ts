import { errorCode } from '../protocol/error-codes.ts'
import type { ProduceRequest } from '../protocol/messages/produce.ts'

type Topics = ProduceRequest['topicData']
type Topic = Topics[number]

/** Why the records of a partition are not even looked at by its log. */
export interface RecordsRefusal {
  readonly code: number
  readonly message: string
}

/*
 * The beginning of a batch, as far as it is needed to tell batches apart:
 *
 *   base offset int64 | length of what follows int32 | leader epoch int32 | magic int8 | CRC int32 | attributes int16 …
 *   0                 | 8                            | 12                 | 16         | 17        | 21
 */
const lengthAt = 8
const afterLength = 12
const magicAt = 16
/** Of the oldest format, below which a length is damage. */
const smallestBatchBytes = 14

/** The first batch with all that belongs to it; null when it is not all there, which Kafka takes for the end. */
function firstBatch(records: Uint8Array): Uint8Array | null | 'damaged' {
  if (records.byteLength <= magicAt) return null
  const length = new DataView(records.buffer, records.byteOffset, records.byteLength).getInt32(lengthAt)
  const magic = records[magicAt] ?? 0
  if (length < smallestBatchBytes || magic > 2) return 'damaged'
  const bytes = afterLength + length
  if (bytes > records.byteLength) return null
  return bytes === records.byteLength ? records : records.subarray(0, bytes)
}

/** The one batch that a partition of a produce request holds. What follows it, cut off, is no batch and is ignored. */
export function soleBatch(records: Uint8Array | null, version: number): Uint8Array | RecordsRefusal {
  const batch = firstBatch(records ?? new Uint8Array(0))
  if (batch === 'damaged') return damaged
  if (records === null || batch === null) return refusal('There is no whole record batch.')
  if (batch[magicAt] !== 2) return refusal('The record batch has a format older than magic 2.')
  if (version < 7 && ((batch[22] ?? 0) & 0b111) === zstd) {
    const message = `Produce v${version} carries no zstd: clients that speak it could not read the records.`
    return { code: errorCode.UNSUPPORTED_COMPRESSION_TYPE, message }
  }
  if (batch === records) return batch
  const next = firstBatch(records.subarray(batch.byteLength))
  if (next === 'damaged') return damaged
  return next === null ? batch : refusal('A produce request holds exactly one record batch for each partition.')
}

const zstd = 4

const damaged: RecordsRefusal = {
  code: errorCode.CORRUPT_MESSAGE,
  message: 'The record batch has a length or a format that no batch has.',
}

function refusal(message: string): RecordsRefusal {
  return { code: errorCode.INVALID_RECORD, message }
}

/**
 * Each partition once, and only topics with partitions: of a partition that is named twice the last records count, as in
 * Kafka. Nearly all requests are like that already and are given back as they are.
 */
export function eachPartitionOnce(topics: Topics): Topics {
  if (topics.length === 1 && topics[0]?.partitionData.length === 1) return topics
  const merged = new Map<string, { topic: Topic; partitions: Map<number, Topic['partitionData'][number]> }>()
  for (const topic of topics) {
    const key = `${topic.topicId} ${topic.name}`
    for (const partition of topic.partitionData) {
      const known = merged.get(key) ?? { topic, partitions: new Map() }
      merged.set(key, known)
      known.partitions.set(partition.index, partition)
    }
  }
  return [...merged.values()].map(({ topic, partitions }) => ({ ...topic, partitionData: [...partitions.values()] }))
}
