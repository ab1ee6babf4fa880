import { partitionBounds } from '../kafka/partition-bounds.ts'
import { partitionKey, type TopicPartition } from '../kafka/topic-partition.ts'
import { timestampsOfUnread } from '../kafka/waiting-since.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

export interface ReachedPlace extends TopicPartition {
  readonly offset: bigint
  /** Where somebody knows better than to count from the offset to the end. */
  readonly lag?: bigint | null
}

/** How far behind a group is in one partition. Null: it cannot be told. */
export interface PartitionLag extends TopicPartition {
  /** Offsets from where the group is to the end. */
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
 * Compares where a group is with what there is, and reads the first unread record of each partition for its time,
 * without a group.
 */
export async function lookAtLag(
  cluster: WireCluster,
  reached: readonly ReachedPlace[],
  at: number,
): Promise<LagSample> {
  const bounds = await partitionBounds(cluster, reached)
  const found = reached.map(({ topic, partition, offset, lag = null }, index) => {
    const { startOffset = null, endOffset = null } = bounds[index] ?? {}
    const messages = endOffset === null ? null : (lag ?? (endOffset > offset ? endOffset - offset : 0n))
    // What retention has taken away nobody waits for.
    const unread = startOffset !== null && startOffset > offset ? startOffset : offset
    const isBehind = messages !== null && messages > 0n && endOffset !== null && unread < endOffset
    return { place: { topic, partition, offset: unread }, messages, isBehind }
  })
  const behind = found.filter(({ isBehind }) => isBehind).map(({ place }) => place)
  const timestamps = behind.length === 0 ? [] : await timestampsOfUnread(cluster, behind)
  const waiting = new Map(timestamps.map((each) => [partitionKey(each), each.timestamp]))
  const partitions = found.map(({ place: { topic, partition }, messages, isBehind }) => {
    const since = waiting.get(partitionKey({ topic, partition })) ?? null
    const waited = since === null ? null : Math.max(0, at - Number(since))
    return { topic, partition, messages, milliseconds: messages === null ? null : isBehind ? waited : 0 }
  })
  return { at, partitions }
}
