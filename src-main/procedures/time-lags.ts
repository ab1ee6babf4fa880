import type { PartitionTimeLag } from '../api/groups.ts'
import { progressOfNamedGroup } from '../kafka/group-progress.ts'
import { lookAtLag } from '../lag/lag-sample.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

/** How long the oldest unread message of each partition has been waiting. */
export async function partitionTimeLags(cluster: WireCluster, groupId: string): Promise<PartitionTimeLag[]> {
  const { partitions } = await lookAtLag(cluster, await progressOfNamedGroup(cluster, groupId), Date.now())
  return partitions.map(({ topic, partition, milliseconds }) => ({ topic, partition, lagMs: milliseconds }))
}
