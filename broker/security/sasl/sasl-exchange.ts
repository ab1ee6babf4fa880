import type { Principal } from '../principal.ts'

/** Whom an exchange has shown the client to be. */
export interface SaslIdentity {
  readonly principal: Principal
  /** When what the client showed expires, in milliseconds since 1970; null when it does not. */
  readonly expiresAt: number | null
  /** Whether the client came with a delegation token; such a client cannot get further tokens. */
  readonly byToken: boolean
}

export interface SaslStep {
  /** For the client; may be empty. */
  readonly token: Uint8Array
  /** Null while the exchange goes on. */
  readonly identity: SaslIdentity | null
}

/** One client's way through a mechanism, from its first token to its last. */
export interface SaslExchange {
  /** @throws SaslFailure when the client has not shown who it is; the exchange is over then. */
  step(token: Uint8Array): SaslStep
}

/** The client has not shown who it is. */
export class SaslFailure extends Error {
  override readonly name = 'SaslFailure'
  /** What the client may be told; null where that could help somebody who guesses. */
  readonly clientText: string | null

  constructor(message: string, options: { readonly isSecret: boolean }) {
    super(message)
    this.clientText = options.isSecret ? null : message
  }
}

export const noBytes = new Uint8Array(0)
