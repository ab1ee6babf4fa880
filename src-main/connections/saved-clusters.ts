import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { localClusterId } from '../api/clusters.ts'
import { clusterMarks, noMarks, plaintext, securitySettings, type Connection } from '../api/connections.ts'
import { JsonFile } from '../settings/json-file.ts'

const savedCluster = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  bootstrapServers: z.string().min(1),
  /** Secrets never stand in this file: `SecretVault` has them. */
  security: securitySettings,
  marks: clusterMarks,
})
export type SavedCluster = z.infer<typeof savedCluster>

const currentFile = z.object({ version: z.literal(2), clusters: z.array(savedCluster) })
type ClustersFile = z.infer<typeof currentFile>

/** The first version knew clusters without encryption and login only. */
const firstFile = z
  .object({
    version: z.literal(1),
    clusters: z.array(savedCluster.pick({ id: true, name: true, bootstrapServers: true })),
  })
  .transform(({ clusters }): ClustersFile => ({
    version: 2,
    clusters: clusters.map((each) => ({ ...each, security: plaintext, marks: noMarks })),
  }))

const clustersFile = z.unknown().pipe(z.union([currentFile, firstFile]))

/** The clusters that the user has connected to, in `clusters.json` of the data directory. The local one is not among them. */
export class SavedClusters {
  readonly #file: JsonFile<ClustersFile>

  constructor(directory: string, report: (message: string) => void) {
    this.#file = new JsonFile({
      path: join(directory, 'clusters.json'),
      schema: clustersFile,
      initial: { version: 2, clusters: [] },
      report,
    })
  }

  list(): readonly SavedCluster[] {
    return this.#file.value.clusters
  }

  find(id: string): SavedCluster | undefined {
    return this.list().find((cluster) => cluster.id === id)
  }

  /** The saved cluster that is the same as a connection: at the same addresses, as the same user. */
  sameAs({ bootstrapServers, security }: Pick<Connection, 'bootstrapServers' | 'security'>): SavedCluster | undefined {
    const wanted = placeOf(normalised(bootstrapServers), security)
    return this.list().find((each) => placeOf(each.bootstrapServers, each.security) === wanted)
  }

  /**
   * Saves a cluster. Without a name it is called after its first address. One that is saved already with the same addresses and the
   * same login stays the only one, and takes the new name where one is given.
   */
  async add(connection: Connection): Promise<SavedCluster> {
    const existing = this.sameAs(connection)
    const cluster = clusterFrom(connection, { id: existing?.id ?? newId(), name: existing?.name })
    await this.#replace([...this.list().filter((each) => each !== existing), cluster])
    return cluster
  }

  /** Undefined when there is none with this id. */
  async change(id: string, connection: Connection): Promise<SavedCluster | undefined> {
    const existing = this.find(id)
    if (existing === undefined) return undefined
    const cluster = clusterFrom(connection, { id, name: undefined })
    await this.#replace(this.list().map((each) => (each === existing ? cluster : each)))
    return cluster
  }

  /** False when there is none with this id. */
  async remove(id: string): Promise<boolean> {
    const remaining = this.list().filter((cluster) => cluster.id !== id)
    if (remaining.length === this.list().length) return false
    await this.#replace(remaining)
    return true
  }

  #replace(clusters: ClustersFile['clusters']): Promise<void> {
    return this.#file.replace({ version: 2, clusters })
  }
}

function clusterFrom(
  { name, bootstrapServers, security, marks }: Connection,
  known: { readonly id: string; readonly name: string | undefined },
): SavedCluster {
  const addresses = normalised(bootstrapServers)
  const given = name.trim()
  const called = given === '' ? (known.name ?? addresses.split(',')[0] ?? addresses) : given
  return { id: known.id, name: called, bootstrapServers: addresses, security, marks }
}

function normalised(bootstrapServers: string): string {
  return bootstrapServers
    .split(',')
    .map((address) => address.trim())
    .join(',')
}

/** Where one gets, and as whom. */
function placeOf(bootstrapServers: string, { tls, login }: Connection['security']): string {
  return JSON.stringify([bootstrapServers, tls?.identity ?? null, login])
}

function newId(): string {
  const id = randomUUID().slice(0, 8)
  return id === localClusterId ? newId() : id
}
