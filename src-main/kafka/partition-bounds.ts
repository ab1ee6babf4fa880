import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { KafkaClientError } from './kafka-errors.ts'
import { listOffsets } from './offsets.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

/** Which offsets a partition has. */
export interface PartitionBounds extends TopicPartition {
  /** The first offset that can be read; null with a problem. */
  readonly startOffset: bigint | null
  /** The offset of the next record; null with a problem. */
  readonly endOffset: bigint | null
  readonly problem: KafkaClientError | null
}

/**
 * The bounds of partitions, in their order. One that cannot be asked does not spoil the others. With isolation level 1, a
 * partition ends at its last stable offset: where a reader of committed records has to wait.
 */
export async function partitionBounds(
  cluster: WireCluster,
  partitions: readonly TopicPartition[],
  isolationLevel: 0 | 1 = 0,
): Promise<PartitionBounds[]> {
  const ask = (timestamp: bigint) =>
    listOffsets(
      cluster,
      partitions.map(({ topic, partition }) => ({ topic, partition, timestamp, isolationLevel })),
    )
  const [starts, ends] = await Promise.all([ask(listOffsetsTimestamp.earliest), ask(listOffsetsTimestamp.latest)])
  return partitions.map(({ topic, partition }, index) => ({
    topic,
    partition,
    startOffset: starts[index]?.offset ?? null,
    endOffset: ends[index]?.offset ?? null,
    problem: starts[index]?.problem ?? ends[index]?.problem ?? null,
  }))
}
