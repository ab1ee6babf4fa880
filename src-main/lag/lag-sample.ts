import { partitionBounds } from '../kafka/partition-bounds.ts'
import { timestampsOfUnread } from '../kafka/waiting-since.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

export interface CommittedPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

/** How far behind a group is in one partition. Null: it cannot be told. */
export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** Offsets from the committed one to the end. */
  readonly messages: bigint | null
  /** How long the oldest unread message has been waiting; 0 when all are read. */
  readonly milliseconds: number | null
}

/** How far behind a group is at one moment. */
export interface LagSample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly partitions: readonly PartitionLag[]
}

/**
 * Compares what a group has committed with what there is, and reads the first unread record of each partition for its time,
 * without a group.
 */
export async function lookAtLag(
  cluster: WireCluster,
  committed: readonly CommittedPlace[],
  at: number,
): Promise<LagSample> {
  const bounds = await partitionBounds(cluster, committed)
  const found = committed.map(({ topic, partition, offset }, index) => {
    const { startOffset = null, endOffset = null } = bounds[index] ?? {}
    const messages = endOffset === null ? null : endOffset > offset ? endOffset - offset : 0n
    // What retention has taken away nobody waits for.
    const unread = startOffset !== null && startOffset > offset ? startOffset : offset
    const isBehind = messages !== null && messages > 0n && endOffset !== null && unread < endOffset
    return { place: { topic, partition, offset: unread }, messages, isBehind }
  })
  const behind = found.filter(({ isBehind }) => isBehind).map(({ place }) => place)
  const timestamps = behind.length === 0 ? [] : await timestampsOfUnread(cluster, behind)
  const waiting = new Map(timestamps.map(({ topic, partition, timestamp }) => [`${partition} ${topic}`, timestamp]))
  const partitions = found.map(({ place: { topic, partition }, messages, isBehind }) => {
    const since = waiting.get(`${partition} ${topic}`) ?? null
    const waited = since === null ? null : Math.max(0, at - Number(since))
    return { topic, partition, messages, milliseconds: messages === null ? null : isBehind ? waited : 0 }
  })
  return { at, partitions }
}
