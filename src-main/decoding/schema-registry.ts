import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { RegistryPlace, SchemaKind } from '../api/decoding.ts'
import { DecodeError, reasonOf } from './decode-error.ts'
import { schemaCodec, type SchemaCodec, type SchemaSource } from './schema-codec.ts'
import { texts } from '../languages/texts.ts'

export interface RegisteredSchema {
  readonly id: number
  readonly kind: SchemaKind
  readonly codec: SchemaCodec
}

/** What is known of an id, and until when nobody is asked again. `isUnconfirmed`: the registry was asked again, and has not told. */
type Known = { readonly until: number } & (
  | { readonly schema: RegisteredSchema; readonly isUnconfirmed: boolean }
  | { readonly why: string }
)

const reference = z.object({ name: z.string(), subject: z.string(), version: z.number() })
const answered = z.object({
  schema: z.string(),
  schemaType: z.string().optional(),
  references: z.array(reference).optional(),
  id: z.number().optional(),
})
type Answered = z.infer<typeof answered>

const timeoutMs = 4000
/** Who was not there is asked again after that. */
const retryAfterMs = 10_000
/** A schema never changes, but a registry that was set up anew gives the same ids to others. */
const askAgainAfterMs = 60_000
/** How long a scan that has a schema waits for the registry to say that it is still the one. */
const confirmedWithinMs = 250
const mostReferences = 200

const mostRegistries = 16
const registries = new Map<string, SchemaRegistry>()

/** The registry at a place, with what it has told to others before. */
export function schemaRegistryAt(place: RegistryPlace): SchemaRegistry {
  const name = JSON.stringify(place)
  const registry = registries.get(name) ?? new SchemaRegistry(place)
  // The one that was used last stands last.
  registries.delete(name)
  registries.set(name, registry)
  const [oldest] = registries.keys()
  if (registries.size > mostRegistries && oldest !== undefined) registries.delete(oldest)
  return registry
}

/**
 * A registry that speaks Confluent's REST interface. Each schema is fetched once a minute at most; what a registry has told
 * stays known when it is down, and it is not asked again for each message then. Nobody who has a schema waits for a registry
 * that has become silent: it is asked meanwhile.
 */
export class SchemaRegistry {
  readonly #place: RegistryPlace
  readonly #known = new Map<number, Known>()
  readonly #fetching = new Map<number, Promise<void>>()

  constructor(place: RegistryPlace) {
    this.#place = place
  }

  /** Sees to it that `known` has an answer for each of these; never fails. */
  async prepare(ids: Iterable<number>): Promise<void> {
    const due = [...new Set(ids)].filter((id) => this.#isDue(id))
    await Promise.all(due.map((id) => this.#fetchOrUse(id)))
  }

  /** @throws DecodeError why there is no such schema at hand */
  known(id: number): RegisteredSchema {
    const known = this.#known.get(id)
    if (known === undefined) throw new DecodeError(texts.decoding.notAsked(id))
    if ('why' in known) throw new DecodeError(known.why)
    return known.schema
  }

  /** The latest schema of a subject, for writing. @throws DecodeError */
  async latest(subject: string): Promise<RegisteredSchema> {
    const { id } = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions/latest`, answered)
    if (id === undefined) throw new DecodeError(texts.decoding.noId)
    // What is written with another schema cannot be taken back.
    if (this.#isDue(id)) await this.#fetchOnce(id)
    return this.known(id)
  }

  /** @throws DecodeError */
  async subjectCount(): Promise<number> {
    return (await this.#get('/subjects', z.array(z.string()))).length
  }

  #isDue(id: number): boolean {
    const known = this.#known.get(id)
    return known === undefined || known.until < Date.now()
  }

  async #fetchOrUse(id: number): Promise<void> {
    const known = this.#known.get(id)
    const isAskedAlready = this.#fetching.has(id)
    const fetching = this.#fetchOnce(id)
    if (known === undefined || 'why' in known) return fetching
    if (known.isUnconfirmed || isAskedAlready) return undefined
    return Promise.race([fetching, delay(confirmedWithinMs)])
  }

  #fetchOnce(id: number): Promise<void> {
    const under = this.#fetching.get(id)
    if (under !== undefined) return under
    const fetching = this.#fetch(id).finally(() => this.#fetching.delete(id))
    this.#fetching.set(id, fetching)
    return fetching
  }

  async #fetch(id: number): Promise<void> {
    try {
      const found = await this.#get(`/schemas/ids/${id}`, answered)
      const source = await this.#withReferences(found)
      const schema = { id, kind: source.kind, codec: schemaCodec(source) }
      this.#known.set(id, { schema, isUnconfirmed: false, until: Date.now() + askAgainAfterMs })
    } catch (error) {
      const before = this.#known.get(id)
      const hasSchema = before !== undefined && 'schema' in before
      const known = hasSchema ? { ...before, isUnconfirmed: true } : whyNot(id, error)
      this.#known.set(id, { ...known, until: Date.now() + retryAfterMs })
    }
  }

  async #withReferences({ schema, schemaType, references }: Answered): Promise<SchemaSource> {
    const kind = kindOf(schemaType)
    const collected = new Map<string, string>()
    const visit = async (wanted: readonly z.infer<typeof reference>[]): Promise<void> => {
      for (const { name, subject, version } of wanted) {
        if (collected.has(name)) continue
        if (collected.size >= mostReferences) throw new DecodeError(texts.decoding.tooManyReferences)
        const found = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions/${version}`, answered)
        await visit(found.references ?? [])
        collected.set(name, found.schema)
      }
    }
    await visit(references ?? [])
    return { kind, text: schema, references: [...collected].map(([name, text]) => ({ name, text })) }
  }

  async #get<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    const url = `${this.#place.url.replace(/\/+$/, '')}${path}`
    const headers = { accept: 'application/vnd.schemaregistry.v1+json, application/json', ...this.#authorization() }
    let response: Response
    try {
      response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'follow' })
    } catch (error) {
      throw new DecodeError(texts.decoding.registrySilent(this.#place.url, causeOf(error)))
    }
    if (!response.ok) throw new DecodeError(texts.decoding.registryRefuses(response.status, path))
    const parsed = schema.safeParse(await response.json().catch(() => null))
    if (!parsed.success) throw new DecodeError(texts.decoding.noRegistryThere(this.#place.url))
    return parsed.data
  }

  #authorization(): Record<string, string> {
    const { auth } = this.#place
    if (auth.kind === 'none') return {}
    if (auth.kind === 'bearer') return { authorization: `Bearer ${auth.token}` }
    return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` }
  }
}

function whyNot(id: number, error: unknown): { readonly why: string } {
  return { why: texts.decoding.schemaProblem(id, reasonOf(error)) }
}

function kindOf(schemaType: string | undefined): SchemaKind {
  if (schemaType === undefined || schemaType === 'AVRO') return 'avro'
  if (schemaType === 'PROTOBUF') return 'protobuf'
  if (schemaType === 'JSON') return 'json-schema'
  throw new DecodeError(texts.decoding.unknownSchemaType(schemaType))
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reasonOf(cause)
}
