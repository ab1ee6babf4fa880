import { join } from 'node:path'
import { z } from 'zod'
import {
  automatic,
  decodingScope,
  registryPlace,
  schemaFile,
  topicDecoding,
  type DecodingScope,
  type RegistryPlace,
  type SchemaFile,
  type TopicDecoding,
} from '../api/decoding.ts'
import { JsonFile } from './json-file.ts'

const clusterDecoding = z.object({
  choices: z.array(z.object({ scope: decodingScope, decoding: topicDecoding })),
  /** Without its secret, which is never written to a file. */
  registry: z
    .object({ url: registryPlace.shape.url, authKind: z.enum(['none', 'basic', 'bearer']), user: z.string() })
    .nullable(),
})
type ClusterDecoding = z.infer<typeof clusterDecoding>

const decodingFile = z.object({
  version: z.literal(1),
  clusters: z.record(z.string(), clusterDecoding),
  schemaFiles: z.array(schemaFile),
})

const nothing: ClusterDecoding = { choices: [], registry: null }

/** How messages are decoded, by cluster and topic, in `decoding.json` of the data directory. */
export class DecodingStore {
  readonly #file: JsonFile<z.infer<typeof decodingFile>>
  /** Passwords and tokens, by cluster: for as long as the program runs. */
  readonly #secrets = new Map<string, RegistryPlace['auth']>()

  constructor(directory: string, report: (message: string) => void) {
    this.#file = new JsonFile({
      path: join(directory, 'decoding.json'),
      schema: decodingFile,
      initial: { version: 1, clusters: {}, schemaFiles: [] },
      report,
    })
  }

  /** The topic's own choice, or that of the longest pattern that fits it; `auto` otherwise. */
  choice(clusterId: string, topic: string): { decoding: TopicDecoding; scope: DecodingScope | null } {
    const { choices } = this.#cluster(clusterId)
    const [best] = choices.filter(({ scope }) => fits(scope, topic)).toSorted((a, b) => rank(b.scope) - rank(a.scope))
    return best ?? { decoding: { key: automatic, value: automatic }, scope: null }
  }

  async remember(clusterId: string, scope: DecodingScope, decoding: TopicDecoding): Promise<void> {
    const others = this.#others(clusterId, scope)
    await this.#change(clusterId, { choices: [...others, { scope, decoding }] })
  }

  async forget(clusterId: string, scope: DecodingScope): Promise<void> {
    await this.#change(clusterId, { choices: this.#others(clusterId, scope) })
  }

  /** What is kept of the registry, and whether its secret would have to be entered again. */
  registry(clusterId: string) {
    const { registry } = this.#cluster(clusterId)
    if (registry === null) return null
    return { ...registry, needsSecret: registry.authKind !== 'none' && !this.#secrets.has(clusterId) }
  }

  /** The registry as it can be asked; null where there is none, or where its secret is missing. */
  registryPlace(clusterId: string): RegistryPlace | null {
    const { registry } = this.#cluster(clusterId)
    if (registry === null) return null
    if (registry.authKind === 'none') return { url: registry.url, auth: { kind: 'none' } }
    const auth = this.#secrets.get(clusterId)
    return auth === undefined ? null : { url: registry.url, auth }
  }

  async setRegistry(clusterId: string, place: RegistryPlace | null): Promise<void> {
    if (place === null || place.auth.kind === 'none') this.#secrets.delete(clusterId)
    else this.#secrets.set(clusterId, place.auth)
    const user = place?.auth.kind === 'basic' ? place.auth.user : ''
    const registry = place === null ? null : { url: place.url, authKind: place.auth.kind, user }
    await this.#change(clusterId, { registry })
  }

  schemaFiles(): readonly SchemaFile[] {
    return this.#file.value.schemaFiles
  }

  /** One of the same name is replaced. */
  async addSchemaFile(file: SchemaFile): Promise<void> {
    const others = this.schemaFiles().filter(({ name }) => name !== file.name)
    await this.#file.replace({ ...this.#file.value, schemaFiles: [...others, file] })
  }

  async removeSchemaFile(name: string): Promise<void> {
    const schemaFiles = this.schemaFiles().filter((each) => each.name !== name)
    await this.#file.replace({ ...this.#file.value, schemaFiles })
  }

  #cluster(clusterId: string): ClusterDecoding {
    const { clusters } = this.#file.value
    return (Object.hasOwn(clusters, clusterId) ? clusters[clusterId] : undefined) ?? nothing
  }

  #others(clusterId: string, scope: DecodingScope): ClusterDecoding['choices'] {
    const isSame = (each: DecodingScope): boolean => each.kind === scope.kind && each.name === scope.name
    return this.#cluster(clusterId).choices.filter((each) => !isSame(each.scope))
  }

  async #change(clusterId: string, changes: Partial<ClusterDecoding>): Promise<void> {
    const clusters = { ...this.#file.value.clusters, [clusterId]: { ...this.#cluster(clusterId), ...changes } }
    await this.#file.replace({ ...this.#file.value, clusters })
  }
}

function fits({ kind, name }: DecodingScope, topic: string): boolean {
  if (kind === 'topic') return name === topic
  const pattern = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${pattern.join('.*')}$`).test(topic)
}

function rank({ kind, name }: DecodingScope): number {
  return kind === 'topic' ? Number.POSITIVE_INFINITY : name.replaceAll('*', '').length
}
