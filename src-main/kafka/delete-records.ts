import { deleteRecords as deleteRecordsApi } from '../../broker/protocol/messages/delete-records.ts'
import { groupByLeader, type TopicPartition } from './leaders.ts'
import { refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface RecordDeletion extends TopicPartition {
  /** Everything before it goes; null: everything there is. */
  readonly beforeOffset: bigint | null
}

const timeoutMs = 30_000

/** Deletes the records of one topic before given offsets. The first partition that refuses ends it with an error. */
export async function deleteRecords(cluster: WireCluster, deletions: readonly RecordDeletion[]): Promise<void> {
  const { byLeader, leaderless } = await groupByLeader(cluster, deletions)
  for (const { problem } of leaderless) throw problem
  for (const [nodeId, group] of byLeader) {
    const response = await cluster.request({ to: 'broker', nodeId, timeoutMs: timeoutMs + 5000 }, deleteRecordsApi, {
      topics: group.map(({ topic, partition, beforeOffset }) => ({
        name: topic,
        partitions: [{ partitionIndex: partition, offset: beforeOffset ?? -1n }],
      })),
      timeoutMs,
    })
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        refuseError({ what: `The messages in partition ${partitionIndex} of ${name} were not deleted.`, errorCode })
      }
    }
  }
}
