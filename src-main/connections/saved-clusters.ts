import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { localClusterId } from '../api/clusters.ts'
import { JsonFile } from '../settings/json-file.ts'

/**
 * How the console secures its connections to a cluster. Secrets never stand in this file: a variant that needs one names it, and the
 * system's keychain holds it.
 */
const security = z.discriminatedUnion('protocol', [z.object({ protocol: z.literal('plaintext') })])

const savedCluster = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  bootstrapServers: z.string().min(1),
  security,
})
export type SavedCluster = z.infer<typeof savedCluster>

const clustersFile = z.object({ version: z.literal(1), clusters: z.array(savedCluster) })

/** The clusters that the user has connected to, in `clusters.json` of the data directory. The local one is not among them. */
export class SavedClusters {
  readonly #file: JsonFile<z.infer<typeof clustersFile>>

  constructor(directory: string, report: (message: string) => void) {
    this.#file = new JsonFile({
      path: join(directory, 'clusters.json'),
      schema: clustersFile,
      initial: { version: 1, clusters: [] },
      report,
    })
  }

  list(): readonly SavedCluster[] {
    return this.#file.value.clusters
  }

  find(id: string): SavedCluster | undefined {
    return this.list().find((cluster) => cluster.id === id)
  }

  /**
   * Saves a cluster. Without a name it is called after its first address. One that is saved already with the same
   * addresses stays the only one, and takes the new name where one is given.
   */
  async add({ name, bootstrapServers }: { name: string; bootstrapServers: string }): Promise<SavedCluster> {
    const normalised = bootstrapServers
      .split(',')
      .map((address) => address.trim())
      .join(',')
    const existing = this.list().find((each) => each.bootstrapServers === normalised)
    const given = name.trim()
    const cluster: SavedCluster = {
      id: existing?.id ?? newId(),
      name: given === '' ? (existing?.name ?? normalised.split(',')[0] ?? normalised) : given,
      bootstrapServers: normalised,
      security: { protocol: 'plaintext' },
    }
    const others = this.list().filter((each) => each !== existing)
    await this.#file.replace({ version: 1, clusters: [...others, cluster] })
    return cluster
  }

  /** False when there is none with this id. */
  async remove(id: string): Promise<boolean> {
    const remaining = this.list().filter((cluster) => cluster.id !== id)
    if (remaining.length === this.list().length) return false
    await this.#file.replace({ version: 1, clusters: remaining })
    return true
  }
}

function newId(): string {
  const id = randomUUID().slice(0, 8)
  return id === localClusterId ? newId() : id
}
