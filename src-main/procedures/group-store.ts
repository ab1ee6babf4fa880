import type { GroupSummary } from '../api/groups.ts'
import {
  commitOffsets,
  deleteOffsets,
  fetchCommittedOffsets,
  type CommittedOffset,
  type OffsetToCommit,
  type RefusedPartition,
} from '../kafka/group-offsets.ts'
import { fetchShareGroupOffsets, forgetShareGroupOffsets, setShareGroupOffsets } from '../kafka/share-group-offsets.ts'
import type { TopicPartition } from '../kafka/topic-partition.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

/** Where a group's coordinator keeps how far the group is: committed offsets, or where a share group starts. */
export interface GroupStore {
  readonly committed: () => Promise<CommittedOffset[]>
  readonly set: (offsets: readonly OffsetToCommit[]) => Promise<RefusedPartition[]>
  readonly forget: (places: readonly TopicPartition[]) => Promise<RefusedPartition[]>
}

/** `type` undefined: there is no such group (any more), and one with committed offsets is made. */
export function storeOf(cluster: WireCluster, groupId: string, type: GroupSummary['type'] | undefined): GroupStore {
  if (type === 'share') {
    return {
      committed: () => startsOf(cluster, groupId),
      set: (offsets) => setShareGroupOffsets(cluster, groupId, offsets),
      forget: (places) => forgetShareGroupOffsets(cluster, groupId, places),
    }
  }
  return {
    committed: () => fetchCommittedOffsets(cluster, groupId),
    set: (offsets) => commitOffsets(cluster, groupId, offsets),
    forget: (places) => deleteOffsets(cluster, groupId, places),
  }
}

async function startsOf(cluster: WireCluster, groupId: string): Promise<CommittedOffset[]> {
  const offsets = await fetchShareGroupOffsets(cluster, groupId)
  return offsets.flatMap(({ topic, partition, startOffset: offset }) =>
    offset === null ? [] : [{ topic, partition, offset, leaderEpoch: -1, metadata: '' }],
  )
}
