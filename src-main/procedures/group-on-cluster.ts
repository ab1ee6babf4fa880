import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { OffsetSnapshotStore } from '../settings/offset-snapshot-store.ts'
import type { Services } from './services.ts'

/** A group that something is to be done with, and all that it takes. */
export interface GroupOnCluster {
  readonly clusterId: string
  readonly groupId: string
  readonly cluster: WireCluster
  readonly snapshots: OffsetSnapshotStore
  /** Whether the user has marked the cluster as one where mistakes are dear. */
  readonly isProduction: boolean
}

/** @throws ProblemError as `OpenClusters.get` */
export function groupOn(
  { clusters, offsetSnapshots, savedClusters }: Services,
  { clusterId, groupId }: { readonly clusterId: string; readonly groupId: string },
): GroupOnCluster {
  return {
    clusterId,
    groupId,
    cluster: clusters.get(clusterId),
    snapshots: offsetSnapshots,
    isProduction: savedClusters.find(clusterId)?.marks.isProduction ?? false,
  }
}
