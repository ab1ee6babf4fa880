import type { GroupHit, PurgePreviewRow, PurgeTarget, TopicEffect } from '../api/topics.ts'
import { explainError, KafkaClientError } from '../kafka/kafka-errors.ts'
import type { GroupPosition } from '../kafka/offsets-of-groups.ts'
import { listOffsets } from '../kafka/offsets.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { currentPositions } from './group-positions.ts'
import { describePartitions } from './topic-figures.ts'

/** What would be lost with a topic, and who would notice. */
export async function effectOf(cluster: WireCluster, name: string): Promise<TopicEffect> {
  const topic = await cluster.topic(name)
  const [partitions, { positions, problem }] = await Promise.all([
    describePartitions(cluster, topic),
    positionsIn(cluster, name),
  ])
  const ends = new Map(partitions.map(({ partition, endOffset }) => [partition, endOffset]))
  return {
    messageCount: sum(partitions.map((each) => difference(each.endOffset, each.startOffset))),
    sizeBytes: sum(partitions.map(({ sizeBytes }) => sizeBytes)),
    groups: groupHits(positions, ends),
    problem,
  }
}

export interface PurgePreview {
  readonly rows: PurgePreviewRow[]
  readonly groups: GroupHit[]
  readonly problem: string | null
}

export interface PurgeQuestion {
  readonly topic: string
  readonly target: PurgeTarget
  /** Null: all of them. */
  readonly partitions: readonly number[] | null
}

/** Where each partition would be cut, and which groups have not read what would go. */
export async function previewPurge(cluster: WireCluster, question: PurgeQuestion): Promise<PurgePreview> {
  const { partitions } = await cluster.topic(question.topic)
  const chosen = partitions.filter(({ partition }) => question.partitions?.includes(partition) ?? true)
  const places = chosen.map(({ partition }) => ({ topic: question.topic, partition }))
  const [bounds, wanted, { positions, problem }] = await Promise.all([
    partitionBounds(cluster, places),
    wantedOffsets(cluster, places, question.target),
    positionsIn(cluster, question.topic),
  ])
  const rows = bounds.map(({ partition, startOffset, endOffset, problem: why }, index) => {
    if (startOffset === null || endOffset === null) throw why ?? new Error('The bounds are not known.')
    return previewRow({ partition, startOffset, endOffset }, wanted[index] ?? null)
  })
  const cuts = new Map(rows.filter(({ lostCount }) => lostCount > 0n).map((row) => [row.partition, row.beforeOffset]))
  const hit = positions.filter(({ partition, offset }) => offset < (cuts.get(partition) ?? 0n))
  return { rows, groups: groupHits(hit, cuts), problem }
}

type Wanted = bigint | 'end' | null

/** Null: there is no record that late. */
async function wantedOffsets(
  cluster: WireCluster,
  places: readonly { topic: string; partition: number }[],
  target: PurgeTarget,
): Promise<Wanted[]> {
  if (target.to === 'end') return places.map(() => 'end')
  if (target.to === 'offset') return places.map(() => target.offset)
  const answers = await listOffsets(
    cluster,
    places.map((place) => ({ ...place, timestamp: target.timestamp })),
  )
  return answers.map(({ offset, problem }) => {
    if (problem !== null) throw problem
    return offset
  })
}

/** What was asked for, kept within what there is. */
export function previewRow(
  bounds: Pick<PurgePreviewRow, 'partition' | 'startOffset' | 'endOffset'>,
  wanted: Wanted,
): PurgePreviewRow {
  const { startOffset, endOffset } = bounds
  const asked = wanted === null || wanted === 'end' ? endOffset : wanted
  const beforeOffset = asked > endOffset ? endOffset : asked < startOffset ? startOffset : asked
  const note =
    wanted === null
      ? 'no-record-that-late'
      : asked > endOffset
        ? 'after-end'
        : asked < startOffset
          ? 'before-start'
          : null
  return { ...bounds, beforeOffset, lostCount: beforeOffset - startOffset, note }
}

/** Groups by their ids, with what each has not read up to `ends`. */
function groupHits(positions: readonly GroupPosition[], ends: ReadonlyMap<number, bigint | null>): GroupHit[] {
  const hits = new Map<string, GroupHit>()
  for (const { groupId, state, partition, offset } of positions) {
    const unread = difference(ends.get(partition) ?? null, offset)
    const before = hits.get(groupId)
    const unreadCount =
      before === undefined
        ? unread
        : before.unreadCount === null || unread === null
          ? null
          : before.unreadCount + unread
    hits.set(groupId, { groupId, state, unreadCount })
  }
  return [...hits.values()].toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
}

async function positionsIn(cluster: WireCluster, topic: string) {
  try {
    const { byTopic, problem } = await currentPositions(cluster)
    return { positions: byTopic.get(topic) ?? [], problem }
  } catch (error) {
    if (error instanceof KafkaClientError) return { positions: [], problem: explainError(error) }
    throw error
  }
}

function difference(end: bigint | null, start: bigint | null): bigint | null {
  if (end === null || start === null) return null
  return end > start ? end - start : 0n
}

function sum(figures: readonly (bigint | null)[]): bigint | null {
  let total = 0n
  for (const figure of figures) {
    if (figure === null) return null
    total += figure
  }
  return total
}
