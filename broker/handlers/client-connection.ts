import type { Principal } from '../security/principal.ts'
import type { SaslAuthenticator } from '../security/sasl/sasl-authenticator.ts'

/** What handlers know of the connection that a request came by. */
export interface ClientConnection {
  /** Unique while the broker runs. */
  readonly id: number
  /** The peer's address in Kafka's form for hosts of clients: `/127.0.0.1`. */
  readonly clientHost: string
  /** The peer's address alone, as ACLs name hosts: `127.0.0.1`, `0:0:0:0:0:0:0:1`. */
  readonly clientAddress: string
  /** The name of the listener that the client came in by, such as PLAINTEXT. */
  readonly listenerName: string
  /** Who the client has shown to be; `User:ANONYMOUS` where nobody is asked. Authenticating again does not change it. */
  readonly principal: Principal
  /** How far the client has come in showing who it is; null where the listener does not ask by SASL. */
  readonly sasl: SaslAuthenticator | null
  /** What ApiVersions said about the client's library (KIP-511); for logs and descriptions only. */
  clientSoftware: { readonly name: string; readonly version: string } | null
  /**
   * Runs `callback` once when the connection ends or is about to, because the broker stops: whoever waits shall answer
   * now. The function given back takes it off again.
   */
  onEnd(callback: () => void): () => void
}

/**
 * What becomes of a request: bytes to send in order, nothing (acks=0), or the end of the connection, with or without
 * last words. After an answer the next request is not looked at for `throttleMs`, because the client has used more than
 * its quota.
 */
export type Answer =
  | {
      readonly kind: 'send'
      readonly chunks: readonly Uint8Array[]
      readonly throttleMs?: number
      /** Of the memory that the chunks lie in, when it is borrowed. */
      readonly lending?: Lending | undefined
    }
  | { readonly kind: 'none'; readonly throttleMs?: number }
  | ({ readonly kind: 'close'; readonly chunks?: readonly Uint8Array[] } & Refusal)

/** Borrowed memory: one of the two is called, once. */
export interface Lending {
  /** Nobody looks at it any more. */
  giveBack(): void
  /** It could not be sent: the system may still look at it, so that it must not be used again. */
  abandon(): void
}

/** Why a connection is ended. */
export interface Refusal {
  readonly reason: string
  /** The broker is at fault, not the client: somebody should hear of it each time. */
  readonly isUnexpected: boolean
}
