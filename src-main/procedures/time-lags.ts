import type { PartitionTimeLag } from '../api/groups.ts'
import { fetchCommittedOffsets } from '../kafka/group-offsets.ts'
import { lookAtLag } from '../lag/lag-sample.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

/** How long the oldest unread message of each partition has been waiting. */
export async function partitionTimeLags(cluster: WireCluster, groupId: string): Promise<PartitionTimeLag[]> {
  const committed = await fetchCommittedOffsets(cluster, groupId)
  const { partitions } = await lookAtLag(cluster, committed, Date.now())
  return partitions.map(({ topic, partition, milliseconds }) => ({ topic, partition, lagMs: milliseconds }))
}
