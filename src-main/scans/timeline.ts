import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import { listOffsets, type OffsetAnswer } from '../kafka/offsets.ts'
import { readAgainTimestamps } from './records-again.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

export interface TimelineQuestion {
  readonly topic: string
  /** Null: all. */
  readonly partitions: readonly number[] | null
  readonly from: bigint | null
  readonly to: bigint | null
  readonly bucketCount: number
}

export interface Timeline {
  readonly bucketMs: bigint
  readonly buckets: { readonly start: bigint; readonly offsetCount: bigint }[]
}

/** Each border is looked up in the time index of each partition: with many partitions, the bars are fewer. */
const mostLookups = 5000
const leastBuckets = 20

/**
 * How the offsets of a topic lie over time. The brokers find the offset at each border in their time indexes; of the
 * messages themselves only the first of each partition is read.
 *
 * @throws KafkaClientError
 */
export async function timelineOf(cluster: WireCluster, question: TimelineQuestion): Promise<Timeline> {
  const { topic, from, to } = question
  const known = (await cluster.topic(topic)).partitions.map(({ partition }) => partition)
  const partitions = question.partitions ?? known
  const affordable = Math.max(leastBuckets, Math.floor(mostLookups / Math.max(1, partitions.length)))
  const bucketCount = Math.min(question.bucketCount, affordable)
  const ask = (timestamp: bigint): Promise<OffsetAnswer[]> =>
    listOffsets(
      cluster,
      partitions.map((partition) => ({ topic, partition, timestamp })),
    )
  const [starts, ends, newest] = await Promise.all([
    ask(listOffsetsTimestamp.earliest),
    ask(listOffsetsTimestamp.latest),
    to === null ? ask(listOffsetsTimestamp.maxTimestamp).catch(() => []) : [],
  ])
  const filled = starts.filter(({ offset }, index) => (offset ?? 0n) < (ends[index]?.offset ?? 0n))
  if (filled.length === 0) return { bucketMs: 1n, buckets: [] }
  const first = from ?? least(await readAgainTimestamps(cluster, topic, filled)) ?? 0n
  const last = to ?? greatest(newest.flatMap(({ timestamp }) => timestamp ?? [])) ?? BigInt(Date.now())
  const span = last >= first ? last - first + 1n : 1n
  const bucketMs = (span + BigInt(bucketCount) - 1n) / BigInt(bucketCount)
  const borders = Array.from({ length: Number((span + bucketMs - 1n) / bucketMs) + 1 }, (_each, index) => ({
    start: first + BigInt(index) * bucketMs,
  }))
  const offsets: bigint[] = []
  for (const { start } of borders) {
    const answers = await ask(start)
    // Where no message is that late, the partition's end.
    offsets.push(answers.reduce((sum, { offset }, index) => sum + (offset ?? ends[index]?.offset ?? 0n), 0n))
  }
  const buckets = borders.slice(0, -1).map(({ start }, index) => {
    const count = (offsets[index + 1] ?? 0n) - (offsets[index] ?? 0n)
    return { start, offsetCount: count > 0n ? count : 0n }
  })
  return { bucketMs, buckets }
}

function least(values: readonly bigint[]): bigint | null {
  return values.reduce<bigint | null>((found, each) => (found === null || each < found ? each : found), null)
}

function greatest(values: readonly bigint[]): bigint | null {
  return values.reduce<bigint | null>((found, each) => (found === null || each > found ? each : found), null)
}
