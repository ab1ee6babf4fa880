import { localClusterId, type Cluster } from '../api/clusters.ts'
import type { SavedCluster } from '../connections/saved-clusters.ts'
import { parseBootstrapServers } from '../kafka/broker-address.ts'
import { WireCluster } from '../kafka/wire-cluster.ts'
import { api } from './implementer.ts'
import type { Services } from './services.ts'
import { watchConnection } from './watch-connection.ts'

export const clusters = {
  list: api.clusters.list.handler(({ context }) => [
    localClusterEntry(context),
    ...context.savedClusters.list().map(savedClusterEntry),
  ]),
  connect: api.clusters.connect.handler(async ({ context, input }) => {
    await tryOnce(input.bootstrapServers)
    return savedClusterEntry(await context.savedClusters.add(input))
  }),
  forget: api.clusters.forget.handler(async ({ context, input }) => {
    await context.clusters.close(input.clusterId)
    await context.savedClusters.remove(input.clusterId)
  }),
  watchConnection: api.clusters.watchConnection.handler(({ context, input, signal }) =>
    watchConnection(context, input.clusterId, signal ?? new AbortController().signal),
  ),
}

/** @throws KafkaClientError when no broker answers there */
async function tryOnce(bootstrapServers: string): Promise<void> {
  const cluster = new WireCluster({ bootstrap: parseBootstrapServers(bootstrapServers) })
  try {
    await cluster.metadata()
  } finally {
    cluster.close()
  }
}

function localClusterEntry({ localCluster, settings }: Services): Cluster {
  const status = localCluster.status.value
  const bootstrapServers =
    status.state === 'running' ? status.bootstrapServers : `127.0.0.1:${settings.get().localClusterPort}`
  return { id: localClusterId, name: 'Local cluster', bootstrapServers, kind: 'local' }
}

function savedClusterEntry({ id, name, bootstrapServers }: SavedCluster): Cluster {
  return { id, name, bootstrapServers, kind: 'remote' }
}
