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

type Known = { readonly schema: RegisteredSchema } | { readonly why: string; readonly until: number }

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
const mostReferences = 200

/**
 * A registry that speaks Confluent's REST interface. Schemas never change, so that each is fetched once; a registry that
 * is down is not asked again for each message.
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
    const missing = [...new Set(ids)].filter((id) => {
      const known = this.#known.get(id)
      return known === undefined || ('until' in known && known.until < Date.now())
    })
    await Promise.all(missing.map((id) => this.#fetchOnce(id)))
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
    await this.prepare([id])
    return this.known(id)
  }

  /** @throws DecodeError */
  async subjectCount(): Promise<number> {
    return (await this.#get('/subjects', z.array(z.string()))).length
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
      this.#known.set(id, { schema: { id, kind: source.kind, codec: schemaCodec(source) } })
    } catch (error) {
      const until = Date.now() + retryAfterMs
      this.#known.set(id, { why: texts.decoding.schemaProblem(id, reasonOf(error)), until })
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
