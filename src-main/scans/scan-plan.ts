import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { ScanRequest } from '../api/scans.ts'
import type { TopicMetadata } from '../kafka/cluster-metadata.ts'
import type { PartitionRange } from '../kafka/fetch-cursor.ts'
import { fetchCommittedOffsets } from '../kafka/group-offsets.ts'
import { explainError, NotFoundError } from '../kafka/kafka-errors.ts'
import { listOffsets, type OffsetAnswer } from '../kafka/offsets.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { texts } from '../languages/texts.ts'

/** What a scan covers in one partition, or why that could not be found out. */
export type PlannedPartition =
  | {
      readonly partition: number
      readonly range: PartitionRange
      readonly problem: null
      /** Offsets that who reads committed records is not given yet, because a transaction before them has not ended. */
      readonly heldBackCount: bigint
    }
  | { readonly partition: number; readonly range: null; readonly problem: string; readonly heldBackCount: 0n }

export type PlanRequest = Pick<ScanRequest, 'topic' | 'partitions' | 'start' | 'end' | 'isolation'>

/**
 * The offsets that a scan covers in each chosen partition, as of now.
 * @throws NotFoundError, RefusedByBrokerError when the topic, a partition or the group's coordinator does not exist
 */
export async function planScan(cluster: WireCluster, request: PlanRequest): Promise<PlannedPartition[]> {
  const topic = await cluster.topic(request.topic)
  const partitions = chosenPartitions(topic, request.partitions)
  const known = await knownOffsets(cluster, { ...request, partitions })
  return partitions.map((partition, index): PlannedPartition => {
    const answers = known.map((each) => each?.[index])
    const problem = answers.find((each) => each?.problem)?.problem
    const [earliest, latest, stable, atStart, atEnd] = answers.map((each) => each?.offset ?? null)
    if (problem || typeof earliest !== 'bigint' || typeof latest !== 'bigint') {
      const why = problem ? explainError(problem) : texts.scans.offsetsNotKnown
      return { partition, range: null, problem: why, heldBackCount: 0n }
    }
    const stableOffset = stable ?? latest
    const last = request.isolation === 'read-committed' ? stableOffset : latest
    const within = (offset: bigint): bigint => (offset < earliest ? earliest : offset > last ? last : offset)
    const startOffset = within(firstOffset(request, { partition, earliest, latest, atStart: atStart ?? null }))
    const endOffset = request.end.at === 'never' ? null : within(endOf(request, { last, atEnd: atEnd ?? null }))
    const range: PartitionRange = {
      topic: topic.name,
      topicId: topic.topicId,
      partition,
      startOffset,
      endOffset: endOffset !== null && endOffset < startOffset ? startOffset : endOffset,
      stableOffset: endOffset === null ? neverReached : stableOffset,
    }
    const heldBackCount = request.end.at === 'now' && startOffset <= last ? latest - last : 0n
    // What a tail of everything reads is not decided yet, and would come late if anyone waited for that.
    if (endOffset !== null || request.isolation === 'read-committed') {
      return { partition, range, problem: null, heldBackCount }
    }
    const { stableOffset: _, ...unasked } = range
    return { partition, range: unasked, problem: null, heldBackCount }
  })
}

const neverReached = 0x7fff_ffff_ffff_ffffn

function firstOffset(
  { start }: PlanRequest,
  known: {
    readonly partition: number
    readonly earliest: bigint
    readonly latest: bigint
    readonly atStart: bigint | null
  },
): bigint {
  switch (start.at) {
    case 'beginning':
      return known.earliest
    case 'end':
      return known.latest
    case 'offset':
      return start.offset
    case 'offsets':
      return start.offsets.find(({ partition }) => partition === known.partition)?.offset ?? known.earliest
    case 'timestamp':
      return known.atStart ?? known.latest
    default:
      return known.atStart ?? known.earliest
  }
}

function endOf(
  { end }: PlanRequest,
  { last, atEnd }: { readonly last: bigint; readonly atEnd: bigint | null },
): bigint {
  if (end.at === 'offset') return end.offset
  return end.at === 'timestamp' ? (atEnd ?? last) : last
}

/** Earliest, latest and last stable offsets, and those of the times or of the group that the request names. */
async function knownOffsets(
  cluster: WireCluster,
  { topic, partitions, start, end }: PlanRequest & { readonly partitions: readonly number[] },
): Promise<(readonly OffsetAnswer[] | null)[]> {
  const ask = (timestamp: bigint, isolationLevel: 0 | 1 = 0): Promise<OffsetAnswer[]> =>
    listOffsets(
      cluster,
      partitions.map((partition) => ({ topic, partition, timestamp, isolationLevel })),
    )
  return Promise.all([
    ask(listOffsetsTimestamp.earliest),
    ask(listOffsetsTimestamp.latest),
    ask(listOffsetsTimestamp.latest, 1),
    start.at === 'timestamp'
      ? ask(start.timestamp)
      : start.at === 'group'
        ? committedOffsets(cluster, { topic, partitions, groupId: start.groupId })
        : null,
    end.at === 'timestamp' ? ask(end.timestamp) : null,
  ])
}

interface GroupQuestion {
  readonly topic: string
  readonly partitions: readonly number[]
  readonly groupId: string
}

async function committedOffsets(cluster: WireCluster, question: GroupQuestion): Promise<OffsetAnswer[]> {
  const { topic, partitions, groupId } = question
  const committed = await fetchCommittedOffsets(cluster, groupId)
  return partitions.map((partition) => {
    const found = committed.find((each) => each.topic === topic && each.partition === partition)
    return { topic, partition, offset: found?.offset ?? null, timestamp: null, problem: null }
  })
}

function chosenPartitions(topic: TopicMetadata, partitions: readonly number[] | null): number[] {
  const existing = topic.partitions.map(({ partition }) => partition)
  const missing = partitions?.find((partition) => !existing.includes(partition))
  if (missing === undefined) return partitions === null ? existing : [...new Set(partitions)]
  throw new NotFoundError({
    what: texts.scans.noPartition(missing, topic.name),
    why: texts.scans.hasPartitions(existing.length),
    remedy: texts.scans.chooseOthers,
  })
}
