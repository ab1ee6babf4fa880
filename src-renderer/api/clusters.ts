import { useQuery } from '@tanstack/react-query'
import type { Cluster } from '../../src-main/api/clusters.ts'
import { texts } from '../languages/texts.ts'
import { queries } from './client.ts'

export type { Cluster, ConnectionState } from '../../src-main/api/clusters.ts'
export { localClusterId } from '../../src-main/api/clusters.ts'
export type { LocalClusterStatus, SampleData } from '../../src-main/api/local-cluster.ts'
export type { Broker, Feature, Quorum } from '../../src-main/api/brokers.ts'

/** Every saved cluster, the local one first; empty until they are known. */
export function useClusters(): readonly Cluster[] {
  return useKnownClusters() ?? NONE
}

/** Every saved cluster; undefined until they are known. */
export function useKnownClusters(): readonly Cluster[] | undefined {
  return useQuery(queries.clusters.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY, select: inLanguage })).data
}

const NONE: readonly Cluster[] = []

/** The local cluster has no name of its own: it is called so in every language. */
function inLanguage(clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters.map((cluster) => (cluster.kind === 'local' ? { ...cluster, name: texts.app.localCluster } : cluster))
}

/** Whether the cluster is marked as production: what destroys something there wants its name typed. */
export function useIsProduction(clusterId: string): boolean {
  return useClusters().find(({ id }) => id === clusterId)?.marks.isProduction === true
}

/** Why nothing of the cluster can be changed, as a text for the buttons that would: it is marked read-only. Null where it can. */
export function useWhyReadOnly(clusterId: string): string | null {
  const cluster = useClusters().find(({ id }) => id === clusterId)
  return cluster?.marks.isReadOnly === true ? texts.app.readOnly(cluster.name) : null
}

/**
 * On a cluster that is marked as production, what is typed before something is destroyed: its name, or that of the cluster where it has
 * none. The back end asks for the same (`procedures/confirmations.ts`).
 */
export function useNameToType(clusterId: string, name?: string): { readonly nameToType?: string } {
  const cluster = useClusters().find(({ id }) => id === clusterId)
  return cluster?.marks.isProduction === true ? { nameToType: name ?? cluster.name } : {}
}
