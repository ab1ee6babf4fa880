import { createPublicKey, type KeyObject } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../environment/clock.ts'
import { SecuritySettingError } from '../security-setting-error.ts'

export interface JsonWebKey {
  /** Null when the set does not number its keys. */
  readonly id: string | null
  /** Null when the key may be used with any algorithm of its kind. */
  readonly algorithm: string | null
  readonly key: KeyObject
}

export interface JsonWebKeysOptions {
  /** `sasl.oauthbearer.jwks.endpoint.url` */
  readonly url: string
  /** `sasl.oauthbearer.jwks.endpoint.refresh.ms` */
  readonly refreshMs: number
  /** `sasl.oauthbearer.jwks.endpoint.retry.backoff.ms` and `.max.ms` */
  readonly retryBackoffMs: number
  readonly retryBackoffMaxMs: number
  readonly clock: Clock
  readonly readFile: (path: string) => Uint8Array
  /** Told when the keys cannot be fetched any more; those that are there go on counting. */
  readonly report: (message: string) => void
}

const fetchTimeoutMs = 10_000
const maxBytes = 1024 * 1024
/** A token with an unknown key fetches the set anew, but not more often than this: anybody can make up such tokens. */
const minRefetchMs = 1_000

/** The public keys of whoever makes tokens (RFC 7517), fetched at the start and from time to time. */
export class JsonWebKeys {
  readonly #options: JsonWebKeysOptions
  #keys: readonly JsonWebKey[] = []
  #fetchedAt = -Infinity
  #fetching: Promise<void> | null = null
  #cancel = (): void => {}
  #isClosed = false

  constructor(options: JsonWebKeysOptions) {
    this.#options = options
  }

  get keys(): readonly JsonWebKey[] {
    return this.#keys
  }

  /** Fetches the keys for the first time. @throws SecuritySettingError when there are none to be had. */
  async start(): Promise<void> {
    try {
      this.#keys = parseKeys(await this.#read())
    } catch (error) {
      const { url } = this.#options
      throw new SecuritySettingError(`sasl.oauthbearer.jwks.endpoint.url (${url}) gives no keys: ${reasonOf(error)}.`)
    }
    this.#fetchedAt = this.#options.clock.monotonic()
    this.#schedule(this.#options.refreshMs, 0)
  }

  /** Somebody came with a key that is not here: it may be new. */
  refetchSoon(): void {
    const delayMs = this.#fetchedAt + minRefetchMs - this.#options.clock.monotonic()
    if (delayMs <= 0) void this.#refetch(0)
    else this.#schedule(delayMs, 0)
  }

  close(): void {
    this.#isClosed = true
    this.#cancel()
  }

  #schedule(delayMs: number, failures: number): void {
    this.#cancel()
    if (this.#isClosed) return
    const timer = this.#options.clock.setTimer(delayMs, () => void this.#refetch(failures))
    this.#cancel = () => timer.cancel()
  }

  #refetch(failures: number): Promise<void> {
    this.#fetchedAt = this.#options.clock.monotonic()
    this.#fetching ??= this.#fetchAgain(failures).finally(() => {
      this.#fetching = null
    })
    return this.#fetching
  }

  async #fetchAgain(failures: number): Promise<void> {
    const { refreshMs, retryBackoffMs, retryBackoffMaxMs, url, report } = this.#options
    try {
      this.#keys = parseKeys(await this.#read())
      this.#schedule(refreshMs, 0)
    } catch (error) {
      report(`The keys of ${url} could not be fetched again: ${reasonOf(error)}`)
      this.#schedule(Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** Math.min(failures, 20)), failures + 1)
    }
  }

  async #read(): Promise<string> {
    const { url, readFile } = this.#options
    if (url.startsWith('file:')) return Buffer.from(readFile(fileURLToPath(url))).toString('utf8')
    const response = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs), redirect: 'error' })
    if (!response.ok) throw new Error(`it answers ${response.status}`)
    const pieces: Uint8Array[] = []
    let length = 0
    const body: AsyncIterable<Uint8Array> | null = response.body
    if (body === null) throw new Error('it answers nothing')
    for await (const piece of body) {
      length += piece.byteLength
      if (length > maxBytes) throw new Error(`it answers more than ${maxBytes} bytes`)
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  }
}

function parseKeys(text: string): JsonWebKey[] {
  const parsed: unknown = JSON.parse(text)
  const keys = isObject(parsed) && Array.isArray(parsed.keys) ? parsed.keys : null
  if (keys === null) throw new Error('it is no JSON Web Key Set')
  // Keys of a kind that is not known, or not meant for signatures, are somebody else's.
  return keys.filter(isObject).flatMap((key) => (key.use === undefined || key.use === 'sig' ? parseKey(key) : []))
}

function parseKey(jwk: Readonly<Record<string, unknown>>): JsonWebKey[] {
  if (jwk.kty === 'oct') return []
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return [{ id: textOf(jwk.kid), algorithm: textOf(jwk.alg), key }]
  } catch {
    return []
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
