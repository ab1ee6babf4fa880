import { listPartitionDirectories } from '../segments/partition-directories.ts'
import { handOver } from './hand-over.ts'
import { api } from './implementer.ts'
import { loadSampleData } from './sample-data.ts'

export const localCluster = {
  watch: api.localCluster.watch.handler(({ context, signal }) => context.localCluster.status.watch(signal)),
  start: api.localCluster.start.handler(({ context }) => context.localCluster.start()),
  stop: api.localCluster.stop.handler(({ context }) => context.localCluster.stop()),
  restart: api.localCluster.restart.handler(({ context }) => context.localCluster.restart()),
  wipe: api.localCluster.wipe.handler(({ context }) => context.localCluster.wipe()),
  setSecureMode: api.localCluster.setSecureMode.handler(async ({ context, input }) => {
    const { localCluster: cluster, settings } = context
    await settings.change({ isLocalClusterSecured: input.isSecured })
    const { value } = cluster.status
    return value.state === 'running' || value.state === 'starting' ? cluster.restart() : value
  }),
  describeSecureMode: api.localCluster.describeSecureMode.handler(async ({ context }) => {
    const secureMode = await context.localCluster.openSecureMode()
    return secureMode === null ? null : { caPath: secureMode.caPath, users: [...secureMode.users] }
  }),
  describeData: api.localCluster.describeData.handler(async ({ context }) => {
    const { directory } = context.localCluster
    const partitions = (await listPartitionDirectories(directory)).filter((each) => !each.topic.startsWith('__'))
    return {
      dataDirectory: directory,
      topicCount: new Set(partitions.map((each) => each.topic)).size,
      partitionCount: partitions.length,
      sizeBytes: partitions.reduce((sum, each) => sum + each.sizeBytes, 0n),
    }
  }),
  loadSampleData: api.localCluster.loadSampleData.handler(({ context }) => loadSampleData(context)),
  handOver: api.localCluster.handOver.handler(({ context }) => handOver(context)),
  watchLog: api.localCluster.watchLog.handler(async function* ({ context, signal }) {
    for await (const lines of context.localCluster.log.follow(signal)) yield { lines }
  }),
}
