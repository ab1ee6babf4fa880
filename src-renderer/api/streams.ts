import { useSyncExternalStore } from 'react'
import type { ConnectionState } from '../../src-main/api/clusters.ts'
import type { SecretKeeping } from '../../src-main/api/connections.ts'
import type { LocalClusterStatus } from '../../src-main/api/local-cluster.ts'
import { client, transport } from './client.ts'
import type { LiveValue } from './live-value.ts'
import { liveValue } from './live-value.ts'
import type { TransportState } from './transport.ts'

export const localClusterStatus: LiveValue<LocalClusterStatus> = liveValue((signal) =>
  client.localCluster.watch(undefined, { signal }),
)

const connections = new Map<string, LiveValue<ConnectionState>>()

/** The state of the session to a cluster. */
function connectionStateOf(clusterId: string): LiveValue<ConnectionState> {
  const known = connections.get(clusterId)
  if (known) return known
  const made = liveValue((signal) => client.clusters.watchConnection({ clusterId }, { signal }))
  connections.set(clusterId, made)
  return made
}

/** The status of the local cluster, kept up to date; undefined until the first one has come. */
export function useLocalClusterStatus(): LocalClusterStatus | undefined {
  return useSyncExternalStore(localClusterStatus.subscribe, localClusterStatus.get)
}

/** The state of the session to a cluster, kept up to date; undefined until the first one has come. */
export function useConnectionState(clusterId: string): ConnectionState | undefined {
  const state = connectionStateOf(clusterId)
  return useSyncExternalStore(state.subscribe, state.get)
}

/** Whether the back end itself can be reached. */
export function useTransportState(): TransportState {
  return useSyncExternalStore(transport.subscribe, transport.state)
}

const secretKeeping: LiveValue<SecretKeeping> = liveValue((signal) => client.secrets.watch(undefined, { signal }))

/** Where secrets are kept, kept up to date; undefined until it is known. */
export function useSecretKeeping(): SecretKeeping | undefined {
  return useSyncExternalStore(secretKeeping.subscribe, secretKeeping.get)
}
