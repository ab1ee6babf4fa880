import type { ConnectionSecurity } from '../connections/connection-security.ts'
import { parseBootstrapServers } from '../kafka/broker-address.ts'
import { WireCluster } from '../kafka/wire-cluster.ts'

/** How a cluster is reached, in a form that can be sent to another thread. */
export interface ClusterPlace {
  readonly bootstrapServers: string
  readonly security: ConnectionSecurity
  /** The user has marked it so: nothing is changed there. */
  readonly isReadOnly?: boolean
}

export function connectTo({ bootstrapServers, security, isReadOnly = false }: ClusterPlace): WireCluster {
  return new WireCluster({ bootstrap: parseBootstrapServers(bootstrapServers), isReadOnly, ...security })
}
