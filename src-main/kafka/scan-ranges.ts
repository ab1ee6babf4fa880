import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { StartPosition } from '../api/messages.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import type { PartitionRange } from './fetch-cursor.ts'
import { explainError, NotFoundError } from './kafka-errors.ts'
import { listOffsets, type OffsetAnswer } from './offsets.ts'
import type { WireCluster } from './wire-cluster.ts'

/** What a scan of one partition covers, or why that could not be found out. */
export type ScanRange =
  | { readonly partition: number; readonly range: PartitionRange; readonly problem: null }
  | { readonly partition: number; readonly range: null; readonly problem: string }

/**
 * The offsets that a scan covers in each chosen partition: from the start position to the end at the time of asking,
 * and for `newest` everything there is.
 */
export async function scanRanges(
  cluster: WireCluster,
  topic: TopicMetadata,
  { partitions, start }: { readonly partitions: readonly number[] | null; readonly start: StartPosition },
): Promise<ScanRange[]> {
  const chosen = chosenPartitions(topic, partitions)
  const ask = (timestamp: bigint): Promise<OffsetAnswer[]> =>
    listOffsets(
      cluster,
      chosen.map((partition) => ({ topic: topic.name, partition, timestamp })),
    )
  const [earliest, latest, atTime] = await Promise.all([
    ask(listOffsetsTimestamp.earliest),
    ask(listOffsetsTimestamp.latest),
    start.at === 'timestamp' ? ask(start.timestamp) : null,
  ])
  return chosen.map((partition, index): ScanRange => {
    const first = earliest[index]?.offset ?? null
    const end = latest[index]?.offset ?? null
    const problem = earliest[index]?.problem ?? latest[index]?.problem ?? atTime?.[index]?.problem
    if (problem || first === null || end === null) {
      return { partition, range: null, problem: problem ? explainError(problem) : 'Its offsets are not known.' }
    }
    const wanted = startOffset(start, { first, end, atTime: atTime?.[index]?.offset ?? null })
    const endOffset = start.at === 'live' ? null : end
    const range = { topic: topic.name, topicId: topic.topicId, partition, startOffset: wanted, endOffset }
    return { partition, range, problem: null }
  })
}

function chosenPartitions(topic: TopicMetadata, partitions: readonly number[] | null): number[] {
  const existing = topic.partitions.map(({ partition }) => partition)
  const missing = partitions?.find((partition) => !existing.includes(partition))
  if (missing === undefined) return partitions === null ? existing : [...new Set(partitions)]
  throw new NotFoundError({
    what: `Partition ${missing} of ${topic.name} cannot be read.`,
    why: `The topic has ${existing.length} partitions, numbered from 0.`,
    remedy: 'Choose other partitions.',
  })
}

interface KnownOffsets {
  readonly first: bigint
  readonly end: bigint
  /** Null: no record is that late. */
  readonly atTime: bigint | null
}

function startOffset(start: StartPosition, { first, end, atTime }: KnownOffsets): bigint {
  switch (start.at) {
    case 'newest':
    case 'earliest':
      return first
    case 'offset':
      return start.offset < first ? first : start.offset > end ? end : start.offset
    case 'timestamp':
      return atTime ?? end
    default:
      return end
  }
}
