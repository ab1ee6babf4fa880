import { localClusterId, type Cluster } from '../api/clusters.ts'
import { noMarks, type ConnectionWithSecrets, type Secrets } from '../api/connections.ts'
import { readClientProperties } from '../connections/client-properties.ts'
import type { SavedCluster } from '../connections/saved-clusters.ts'
import { securityFromSettings } from '../connections/security-from-settings.ts'
import { parseBootstrapServers } from '../kafka/broker-address.ts'
import { testConnection } from '../kafka/connection-test.ts'
import { WireCluster } from '../kafka/wire-cluster.ts'
import { describeExport, describeExportFile, exportConnections, importConnections } from './connection-exports.ts'
import { api } from './implementer.ts'
import { noSuchCluster } from './open-clusters.ts'
import type { Services } from './services.ts'
import { watchConnection } from './watch-connection.ts'

export const clusters = {
  list: api.clusters.list.handler(({ context }) => [
    localClusterEntry(context),
    ...context.savedClusters.list().map(savedClusterEntry),
  ]),
  connect: api.clusters.connect.handler(async ({ context, input }) => {
    const known = context.savedClusters.sameAs(input)
    const secrets = known === undefined ? given(input.secrets) : merged(context.vault.get(known.id), input.secrets)
    if (Object.keys(secrets).length > 0) context.vault.requireUnlocked()
    if (input.isTried) await tryOnce(input, secrets)
    const saved = await context.savedClusters.add(input)
    await context.vault.set(saved.id, secrets)
    await context.clusters.close(saved.id)
    return savedClusterEntry(saved)
  }),
  describe: api.clusters.describe.handler(({ context, input }) => {
    const { id, ...connection } = context.savedClusters.find(input.clusterId) ?? noSuchCluster(input.clusterId)
    const keptSecrets = Object.keys(context.vault.get(id)) as (keyof Secrets)[]
    return { connection, keptSecrets, isLocked: context.vault.keeping.isLocked }
  }),
  change: api.clusters.change.handler(async ({ context, input }) => {
    const { clusterId } = input
    if (Object.keys(input.secrets).length > 0) context.vault.requireUnlocked()
    const saved = (await context.savedClusters.change(clusterId, input)) ?? noSuchCluster(clusterId)
    if (!context.vault.keeping.isLocked) {
      await context.vault.set(clusterId, merged(context.vault.get(clusterId), input.secrets))
    }
    await context.clusters.close(clusterId)
    return savedClusterEntry(saved)
  }),
  test: api.clusters.test.handler(async function* ({ context, input, signal }) {
    const { clusterId, bootstrapServers, security } = input
    const kept = clusterId === null ? {} : context.vault.get(clusterId)
    const secured = securityFromSettings(security, merged(kept, input.secrets))
    for await (const step of testConnection({ bootstrapServers, security: secured })) {
      if (signal?.aborted === true) return
      yield step
    }
  }),
  forget: api.clusters.forget.handler(async ({ context, input }) => {
    await context.clusters.close(input.clusterId)
    await context.savedClusters.remove(input.clusterId)
    await context.vault.remove(input.clusterId)
  }),
  retry: api.clusters.retry.handler(async ({ context, input }) => {
    await context.clusters.session(input.clusterId).retry()
  }),
  watchConnection: api.clusters.watchConnection.handler(({ context, input, signal }) =>
    watchConnection(context, input.clusterId, signal ?? new AbortController().signal),
  ),
  readProperties: api.clusters.readProperties.handler(({ input }) => readClientProperties(input.text)),
  export: api.clusters.export.handler(({ context, input }) => exportConnections(context, input)),
  readExport: api.clusters.readExport.handler(({ input }) => describeExport(input.text)),
  readExportFile: api.clusters.readExportFile.handler(({ input }) => describeExportFile(input.path)),
  import: api.clusters.import.handler(async ({ context, input }) => {
    const { added, known } = await importConnections(context, input)
    return { added: added.map(savedClusterEntry), known }
  }),
}

/** @throws KafkaClientError when no broker answers there, ConnectionError when keys or certificates cannot be read */
async function tryOnce({ bootstrapServers, security }: ConnectionWithSecrets, secrets: Secrets): Promise<void> {
  const bootstrap = parseBootstrapServers(bootstrapServers)
  const cluster = new WireCluster({ bootstrap, ...securityFromSettings(security, secrets) })
  try {
    await cluster.metadata()
  } finally {
    cluster.close()
  }
}

/** What is entered stands before what is kept; what is emptied is gone. */
function merged(kept: Secrets, entered: Secrets): Secrets {
  return given({ ...kept, ...entered })
}

function given(entered: Secrets): Secrets {
  return Object.fromEntries(Object.entries(entered).filter(([, value]) => value !== ''))
}

function localClusterEntry({ localCluster, settings }: Services): Cluster {
  const status = localCluster.status.value
  const bootstrapServers =
    status.state === 'running' ? status.bootstrapServers : `127.0.0.1:${settings.get().localClusterPort}`
  const { isLocalClusterSecured } = settings.get()
  return {
    id: localClusterId,
    name: 'Local cluster',
    bootstrapServers,
    kind: 'local',
    marks: noMarks,
    isEncrypted: isLocalClusterSecured,
    mechanism: isLocalClusterSecured ? 'PLAIN' : null,
  }
}

function savedClusterEntry({ id, name, bootstrapServers, security, marks }: SavedCluster): Cluster {
  const { tls, login } = security
  const mechanism = login?.mechanism ?? null
  return { id, name, bootstrapServers, kind: 'remote', marks, isEncrypted: tls !== null, mechanism }
}
