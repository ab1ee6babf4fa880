import { api } from './implementer.ts'

export const localCluster = {
  watch: api.localCluster.watch.handler(({ context, signal }) => context.localCluster.status.watch(signal)),
  start: api.localCluster.start.handler(({ context }) => context.localCluster.start()),
  stop: api.localCluster.stop.handler(({ context }) => context.localCluster.stop()),
  restart: api.localCluster.restart.handler(({ context }) => context.localCluster.restart()),
  wipe: api.localCluster.wipe.handler(({ context }) => context.localCluster.wipe()),
  watchLog: api.localCluster.watchLog.handler(async function* ({ context, signal }) {
    for await (const lines of context.localCluster.log.follow(signal)) yield { lines }
  }),
}
