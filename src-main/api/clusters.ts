import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { say } from './languages/texts.ts'

/** Names a saved cluster; `local` is the one that Brokkr runs itself. */
export const clusterId = z.string().min(1)
export const localClusterId = 'local'

/** `host:port`, or several of them separated by commas. */
export const bootstrapServers = z
  .string()
  .trim()
  .regex(/^[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, say('bootstrapServers'))

export const cluster = z.object({
  id: clusterId,
  name: z.string(),
  bootstrapServers: z.string(),
  kind: z.enum(['local', 'remote']),
})
export type Cluster = z.infer<typeof cluster>

/** How the session to a cluster is at the moment. */
export const connectionState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connected'), clusterId: z.string(), brokerCount: z.number(), version: z.string() }),
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('unreachable'), why: z.string(), remedy: z.string() }),
  /** Only of the local cluster: it is not running. */
  z.object({ state: z.literal('stopped') }),
])
export type ConnectionState = z.infer<typeof connectionState>

const onCluster = z.object({ clusterId })

export const clusters = {
  /** Every saved cluster, the local one first. */
  list: procedure.output(z.array(cluster)),
  /** Connects once to see that it works, then saves. Fails with `UNREACHABLE` and saves nothing otherwise. */
  connect: procedure.input(z.object({ name: z.string().trim().max(100), bootstrapServers })).output(cluster),
  /** Forgets a saved cluster and closes its session. Nothing on the cluster changes. */
  forget: procedure.input(onCluster).output(z.void()),
  /** The state of the session, at once and on each change. */
  watchConnection: procedure.input(onCluster).output(eventIterator(connectionState)),
}
