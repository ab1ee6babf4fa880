import { apiVersions } from '../protocol/messages/api-versions.ts'
import { saslAuthenticate } from '../protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../protocol/messages/sasl-handshake.ts'
import type { Clock } from '../environment/clock.ts'
import type { SaslAuthenticator } from '../security/sasl/sasl-authenticator.ts'
import { SaslFailure } from '../security/sasl/sasl-exchange.ts'
import type { Answer, ClientConnection } from './client-connection.ts'
import { LastResponse, type RequestContext } from './handler.ts'

/*
 * What a connection may ask for before it has shown who it is, and how it is told that it has not.
 */

/** Why a request of this API must end the connection; null when it may be served. */
export function refusalBeforeAuthentication(sasl: SaslAuthenticator, apiKey: number): string | null {
  switch (sasl.phase) {
    case 'handshake':
      return apiKey === apiVersions.key || apiKey === saslHandshake.key
        ? null
        : `it sent the API key ${apiKey} before it authenticated`
    case 'tokens':
      return null
    case 'authenticated':
      return sasl.isExpired && apiKey !== saslHandshake.key
        ? 'its session has expired, and it did not authenticate again'
        : null
  }
}

/** Whether a request comes between the tokens of an exchange, where there is no place for it: it is told so, and the connection ends. */
export function interruptsAuthentication(sasl: SaslAuthenticator, apiKey: number): boolean {
  return sasl.phase === 'tokens' && apiKey !== saslAuthenticate.key
}

interface AuthenticationFailure<Response> {
  readonly response: Response
  /** For the log. */
  readonly reason: string
}

/** The last response of a connection, held back a while so that guessing is slow. */
export async function failAuthentication<Response extends object>(
  { connection, broker }: Pick<RequestContext, 'connection' | 'broker'>,
  { response, reason }: AuthenticationFailure<Response>,
): Promise<LastResponse<Response>> {
  await delay(broker.clock, connection, connection.sasl?.failureDelayMs ?? 0)
  return new LastResponse(response, `authentication failed: ${reason}`)
}

/**
 * Serves a token that came without any header, after a handshake of version 0. The answer is the other token with its
 * size in front; a failure has none.
 */
export function serveBareToken(
  frame: Uint8Array,
  { sasl, connection, clock }: { sasl: SaslAuthenticator; connection: ClientConnection; clock: Clock },
): Answer | Promise<Answer> {
  try {
    const { token } = sasl.authenticate(frame)
    const size = Buffer.alloc(4)
    size.writeInt32BE(token.length)
    return { kind: 'send', chunks: [size, token] }
  } catch (error) {
    if (!(error instanceof SaslFailure)) throw error
    const reason = `authentication failed: ${error.message}`
    return delay(clock, connection, sasl.failureDelayMs).then(() => ({ kind: 'close', reason, isUnexpected: false }))
  }
}

/** Ends early when the connection does. */
function delay(clock: Clock, connection: ClientConnection, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(delayMs, () => {
      forget()
      resolve()
    })
    const forget = connection.onEnd(() => {
      timer.cancel()
      resolve()
    })
  })
}
