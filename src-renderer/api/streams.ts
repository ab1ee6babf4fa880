import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { ConnectionState } from '../../src-main/api/clusters.ts'
import type { LocalClusterStatus } from '../../src-main/api/local-cluster.ts'
import { queries, transport } from './client.ts'
import type { TransportState } from './transport.ts'

/** A stream is opened again when it breaks, for as long as a component wants it. */
const LIVE = { retry: true, retryDelay: 400, staleTime: Number.POSITIVE_INFINITY, gcTime: 1000 } as const

/** The status of the local cluster, kept up to date; undefined until the first one has come. */
export function useLocalClusterStatus(): LocalClusterStatus | undefined {
  return useQuery(queries.localCluster.watch.experimental_liveOptions(LIVE)).data
}

/** The state of the session to a cluster, kept up to date; undefined until the first one has come. */
export function useConnectionState(clusterId: string): ConnectionState | undefined {
  return useQuery(queries.clusters.watchConnection.experimental_liveOptions({ ...LIVE, input: { clusterId } })).data
}

/** Whether the back end itself can be reached. */
export function useTransportState(): TransportState {
  return useSyncExternalStore(transport.subscribe, transport.state)
}
