import type { Clock } from '../../environment/clock.ts'
import { principalText, type Principal } from '../principal.ts'
import { SaslFailure, type SaslExchange, type SaslIdentity } from './sasl-exchange.ts'

/** A mechanism as a listener offers it. */
export interface SaslMechanism {
  start(): SaslExchange
  /** `connections.max.reauth.ms`; 0 lets a session last as long as its connection. */
  readonly maxReauthMs: number
}

/** What a listener asks of its clients. */
export interface SaslListener {
  /** By name, in the order in which clients are told of them. */
  readonly mechanisms: ReadonlyMap<string, SaslMechanism>
  /** `sasl.server.max.receive.size` */
  readonly maxReceiveBytes: number
  /** `connection.failed.authentication.delay.ms` */
  readonly failureDelayMs: number
}

/** Nobody may authenticate again more often than this. */
const minReauthIntervalMs = 1000

export interface AuthenticationStep {
  readonly token: Uint8Array
  /** How long the session lasts; 0 while the exchange goes on, and where there is no limit. */
  readonly sessionLifetimeMs: number
}

/**
 * How far a connection has come:
 *
 *   handshake --(a mechanism is chosen)--> tokens --(identity shown)--> authenticated --(handshake)--> tokens ...
 *
 * Invariants: while tokens are exchanged for a second time, the principal is still that of the first, and it can never
 * become another one. A failure is the end: the caller closes the connection.
 */
export class SaslAuthenticator {
  readonly #listener: SaslListener
  readonly #clock: Clock
  #phase: 'handshake' | 'tokens' | 'authenticated' = 'handshake'
  #exchange: SaslExchange | null = null
  #mechanism = ''
  #hasHeaders = false
  #identity: SaslIdentity | null = null
  /** By the monotonic clock; null when the session has no end. */
  #sessionEndsAt: number | null = null
  #lastReauthAt: number | null = null
  /** Set when the client wants to go on with another mechanism than it began with: its first token fails. */
  #wrongMechanism: string | null = null

  constructor(listener: SaslListener, clock: Clock) {
    this.#listener = listener
    this.#clock = clock
  }

  get phase(): 'handshake' | 'tokens' | 'authenticated' {
    return this.#phase
  }

  /** Whether the next bytes are a token of the mechanism itself, not a Kafka request: after a handshake of version 0. */
  get expectsBareToken(): boolean {
    return this.#phase === 'tokens' && !this.#hasHeaders
  }

  /** Null until the client has shown who it is. */
  get identity(): SaslIdentity | null {
    return this.#identity
  }

  get isExpired(): boolean {
    return this.#sessionEndsAt !== null && this.#clock.monotonic() > this.#sessionEndsAt
  }

  get mechanisms(): readonly string[] {
    return [...this.#listener.mechanisms.keys()]
  }

  get failureDelayMs(): number {
    return this.#listener.failureDelayMs
  }

  get maxReceiveBytes(): number {
    return this.#listener.maxReceiveBytes
  }

  /** The client chooses a mechanism. `out-of-turn` changes nothing: the connection may go on as it was. */
  handshake(mechanism: string, version: number): 'chosen' | 'unsupported' | 'out-of-turn' {
    if (this.#phase === 'tokens') return 'out-of-turn'
    if (this.#phase === 'authenticated' && !this.#mayReauthenticate()) return 'out-of-turn'
    const chosen = this.#listener.mechanisms.get(mechanism)
    if (chosen === undefined) return 'unsupported'
    if (this.#identity !== null && mechanism !== this.#mechanism) this.#wrongMechanism = mechanism
    else this.#mechanism = mechanism
    this.#exchange = chosen.start()
    this.#hasHeaders = version >= 1
    this.#phase = 'tokens'
    return 'chosen'
  }

  #mayReauthenticate(): boolean {
    if (this.#sessionEndsAt === null) return false
    const now = this.#clock.monotonic()
    if (this.#lastReauthAt !== null && now - this.#lastReauthAt < minReauthIntervalMs) return false
    this.#lastReauthAt = now
    return true
  }

  /** Takes one token of the client. @throws SaslFailure: the connection must end. */
  authenticate(token: Uint8Array): AuthenticationStep {
    const exchange = this.#exchange
    if (exchange === null || this.#phase !== 'tokens') {
      throw new SaslFailure('No SASL mechanism was chosen', { isSecret: false })
    }
    if (this.#wrongMechanism !== null) {
      const text = `SASL mechanism '${this.#wrongMechanism}' requested by client is not supported for re-authentication of mechanism '${this.#mechanism}'`
      throw new SaslFailure(text, { isSecret: false })
    }
    const step = exchange.step(token)
    if (step.identity === null) return { token: step.token, sessionLifetimeMs: 0 }
    this.#requireSamePrincipal(step.identity.principal)
    this.#identity = step.identity
    this.#exchange = null
    this.#phase = 'authenticated'
    return { token: step.token, sessionLifetimeMs: this.#beginSession(step.identity) }
  }

  /** What the client is told about `failure`, as Kafka words it: nothing that helps to guess. */
  describe(failure: SaslFailure): string {
    if (failure.clientText !== null) return failure.clientText
    const act = this.#identity === null ? 'authentication' : 're-authentication'
    return `Authentication failed during ${act} due to invalid credentials with SASL mechanism ${this.#mechanism}`
  }

  #requireSamePrincipal(principal: Principal): void {
    const before = this.#identity?.principal
    if (before === undefined || principalText(before) === principalText(principal)) return
    const text = `Cannot change principals during re-authentication from ${before.type}.${before.name}: ${principal.type}.${principal.name}`
    throw new SaslFailure(text, { isSecret: false })
  }

  /** @returns the lifetime in milliseconds, 0 for no end. */
  #beginSession({ expiresAt }: SaslIdentity): number {
    const maxReauthMs = this.#listener.mechanisms.get(this.#mechanism)?.maxReauthMs ?? 0
    const limits = [
      ...(expiresAt === null ? [] : [expiresAt - this.#clock.now()]),
      ...(maxReauthMs > 0 ? [maxReauthMs] : []),
    ]
    if (limits.length === 0) {
      this.#sessionEndsAt = null
      return 0
    }
    const lifetimeMs = Math.max(0, Math.min(...limits))
    this.#sessionEndsAt = this.#clock.monotonic() + lifetimeMs
    return lifetimeMs
  }
}
