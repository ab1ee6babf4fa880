import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import {
  clusterMarks,
  connection,
  connectionWithSecrets,
  passphrase,
  secretKeeping,
  secretName,
  secrets,
  testStep,
} from './connections.ts'

/** Names a saved cluster; `local` is the one that Brokkr runs itself. */
export const clusterId = z.string().min(1)
export const localClusterId = 'local'

export const cluster = z.object({
  id: clusterId,
  name: z.string(),
  bootstrapServers: z.string(),
  kind: z.enum(['local', 'remote']),
  marks: clusterMarks,
  /** Whether what is sent is encrypted. */
  isEncrypted: z.boolean(),
  /** Null: nobody logs in. */
  mechanism: z.string().nullable(),
})
export type Cluster = z.infer<typeof cluster>

/** How the session to a cluster is at the moment. */
export const connectionState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connected'), clusterId: z.string(), brokerCount: z.number(), version: z.string() }),
  z.object({ state: z.literal('connecting') }),
  /** It is tried again by itself at that time, in milliseconds since 1970. */
  z.object({ state: z.literal('reconnecting'), why: z.string(), remedy: z.string(), retryAt: z.number() }),
  /** It stays so until something is changed, or somebody asks to try again: a wrong password is not tried twice. */
  z.object({
    state: z.literal('failed'),
    why: z.string(),
    remedy: z.string(),
    /** What the user has to enter first. */
    needs: z.enum(['passphrase', 'secrets']).nullable(),
  }),
  /** Only of the local cluster: it is not running. */
  z.object({ state: z.literal('stopped') }),
])
export type ConnectionState = z.infer<typeof connectionState>

/**
 * What the user has typed to confirm something that destroys: the name of what is destroyed, or of the cluster where that has none. Must
 * be given on a cluster marked as production, and is checked wherever it is given.
 */
export const confirmedName = z.string().nullable().default(null)

const onCluster = z.object({ clusterId })

export const clusters = {
  /** Every saved cluster, the local one first. */
  list: procedure.output(z.array(cluster)),
  /**
   * Connects once to see that it works, then saves. Fails with `UNREACHABLE` or `REJECTED` and saves nothing otherwise; with `isTried`
   * false it is saved as it is.
   */
  connect: procedure.input(connectionWithSecrets.extend({ isTried: z.boolean().default(true) })).output(cluster),
  /** What is saved of a cluster, and which secrets are kept for it; never what they are. */
  describe: procedure
    .input(onCluster)
    .output(z.object({ connection, keptSecrets: z.array(secretName), isLocked: z.boolean() })),
  /** Changes a saved cluster and connects anew. Secrets that are not given stay; an empty one is forgotten. */
  change: procedure.input(connectionWithSecrets.extend({ clusterId })).output(cluster),
  /**
   * Tries each step of a connection, saved or not, as they are done; what was not tried because an earlier step failed is told as well.
   * With `clusterId`, secrets that are not given are those that are kept.
   */
  test: procedure
    .input(connectionWithSecrets.extend({ clusterId: clusterId.nullable() }))
    .output(eventIterator(testStep)),
  /** Forgets a saved cluster with its secrets, and closes its session. Nothing on the cluster changes. */
  forget: procedure.input(onCluster).output(z.void()),
  /** Looks at once whether a cluster that could not be reached can be now. */
  retry: procedure.input(onCluster).output(z.void()),
  /** The state of the session, at once and on each change. */
  watchConnection: procedure.input(onCluster).output(eventIterator(connectionState)),
  /** Reads a `client.properties` as Kafka's own clients take it. `REJECTED` where it cannot be connected with. */
  readProperties: procedure.input(z.object({ text: z.string().max(1_000_000) })).output(
    z.object({
      /** Empty where the text names none. */
      bootstrapServers: z.string(),
      security: connection.shape.security.unwrap(),
      secrets,
      /** What in it was left out, and why. */
      remarks: z.array(z.string()),
    }),
  ),
  /** Saved clusters as JSON: all, or those given. Secrets are in it only under a passphrase. */
  export: procedure
    .input(z.object({ clusterIds: z.array(clusterId).nullable(), passphrase: passphrase.nullable() }))
    .output(z.object({ text: z.string(), clusterCount: z.number() })),
  /** What stands in an export, before anything is saved. */
  readExport: procedure
    .input(z.object({ text: z.string().max(20_000_000) }))
    .output(z.object({ names: z.array(z.string()), hasSecrets: z.boolean() })),
  /** The same of a file of this machine, which the system has opened with Brokkr. */
  readExportFile: procedure
    .input(z.object({ path: z.string().min(1).max(4096) }))
    .output(z.object({ text: z.string(), names: z.array(z.string()), hasSecrets: z.boolean() })),
  /** Saves what an export holds. Without its passphrase, secrets are left out. One that is saved already is left as it is. */
  import: procedure
    .input(z.object({ text: z.string().max(20_000_000), passphrase: passphrase.nullable() }))
    .output(z.object({ added: z.array(cluster), known: z.array(z.string()) })),
}

export const secretProcedures = {
  /** Where secrets are kept, at once and on each change. */
  watch: procedure.output(eventIterator(secretKeeping)),
  /** Opens those that are kept under a passphrase. `REJECTED` when it is another one. */
  unlock: procedure.input(z.object({ passphrase })).output(z.void()),
  /** Keeps secrets in a file under this passphrase from now on. `CONFLICT` while they are locked. */
  protect: procedure.input(z.object({ passphrase })).output(z.void()),
  /** Keeps secrets only until the program ends, and removes the file. */
  keepInMemory: procedure.output(z.void()),
}
