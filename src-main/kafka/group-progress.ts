import type { GroupSummary } from '../api/groups.ts'
import { findGroup } from './group-descriptions.ts'
import { fetchCommittedOffsets } from './group-offsets.ts'
import { fetchShareGroupOffsets } from './share-group-offsets.ts'
import type { TopicPartition } from './topic-partition.ts'
import type { WireCluster } from './wire-cluster.ts'

/** How far a group is in a partition: what it has committed, or where a share group starts, which is the same to who waits. */
export interface GroupProgress extends TopicPartition {
  readonly offset: bigint
  readonly metadata: string
  /** As the coordinator counts it, where it does: a share group has dealt with some of what follows its start. */
  readonly lag: bigint | null
}

/** Of a group of which only the name is known: one that was deleted may have been made again as one of another type. */
export async function progressOfNamedGroup(cluster: WireCluster, groupId: string): Promise<GroupProgress[]> {
  return progressOfGroup(cluster, { groupId, type: (await findGroup(cluster, groupId))?.type })
}

/** In every partition where the group has begun. `type` undefined: there is no such group (any more). */
export async function progressOfGroup(
  cluster: WireCluster,
  { groupId, type }: { readonly groupId: string; readonly type: GroupSummary['type'] | undefined },
): Promise<GroupProgress[]> {
  if (type !== 'share') {
    return (await fetchCommittedOffsets(cluster, groupId)).map((each) => ({ ...each, lag: null }))
  }
  const offsets = await fetchShareGroupOffsets(cluster, groupId)
  return offsets.flatMap(({ topic, partition, startOffset, lag }) =>
    startOffset === null ? [] : [{ topic, partition, offset: startOffset, lag, metadata: '' }],
  )
}
