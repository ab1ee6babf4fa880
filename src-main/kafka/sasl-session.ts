import type { Api } from '../../broker/protocol/api.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { saslAuthenticate } from '../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../broker/protocol/messages/sasl-handshake.ts'
import type { Fields, Struct, StructInput } from '../../broker/schema/field.ts'
import type { SaslLogin } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import { LoginFailedError } from './kafka-errors.ts'
import { saslClient } from './sasl-client.ts'
import { ScramProtocolError } from './scram-client.ts'

/** The connection that is logged in on. */
export interface SaslConnection {
  readonly address: string
  /** As it is connected to. */
  readonly host: string
  send<Request extends Fields, Response extends Fields>(
    api: Api<Request, Response>,
    value: StructInput<Request>,
  ): Promise<Struct<Response>>
}

/** The part of a session's lifetime after which it is renewed: early enough to be done before it ends. */
const renewalShare = 0.85

/**
 * Who the console is on one connection. A broker may end a session after a while, and then closes the connection at the
 * next request unless the login was repeated on it (KIP-368).
 */
export class SaslSession {
  readonly #connection: SaslConnection
  readonly #login: SaslLogin
  #renewAt = Number.POSITIVE_INFINITY
  #renewing: Promise<void> | null = null

  constructor(connection: SaslConnection, login: SaslLogin) {
    this.#connection = connection
    this.#login = login
  }

  /** Logs in for the first time. @throws LoginFailedError */
  async begin(): Promise<void> {
    const { address } = this.#connection
    const { mechanism } = this.#login
    const { errorCode: code, mechanisms } = await this.#connection.send(saslHandshake, { mechanism })
    if (code === errorCode.UNSUPPORTED_SASL_MECHANISM) {
      const reason = 'mechanism'
      const why = texts.connections.errors.otherMechanisms(mechanisms.join(', '), mechanism)
      throw new LoginFailedError(address, why, reason)
    }
    if (code !== errorCode.NONE) {
      throw new LoginFailedError(address, texts.connections.errors.noLogin, 'no-login')
    }
    const lifetimeMs = await this.#exchangeTokens()
    this.#renewAt = lifetimeMs > 0 ? performance.now() + lifetimeMs * renewalShare : Number.POSITIVE_INFINITY
  }

  /** To be awaited before each request, where it is not null: meanwhile the broker takes nothing else. */
  renewWhenDue(): Promise<void> | null {
    if (this.#renewing === null && performance.now() < this.#renewAt) return null
    this.#renewing ??= this.begin().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  /** @returns how long the session lasts in milliseconds; 0: as long as the connection. */
  async #exchangeTokens(): Promise<number> {
    const { address } = this.#connection
    const client = await saslClient(this.#login, this.#connection.host)
    for (let token = client.first(); ;) {
      const answer = await this.#connection.send(saslAuthenticate, { authBytes: token })
      if (answer.errorCode !== errorCode.NONE) {
        throw new LoginFailedError(address, answer.errorMessage ?? texts.connections.errors.noReason)
      }
      const next = await client.answer(answer.authBytes).catch((error: unknown) => {
        throw error instanceof ScramProtocolError ? new LoginFailedError(address, error.message) : error
      })
      if (next === null) return Number(answer.sessionLifetimeMs)
      token = next
    }
  }
}
