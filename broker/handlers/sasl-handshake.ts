import { errorCode } from '../protocol/error-codes.ts'
import { saslHandshake } from '../protocol/messages/sasl-handshake.ts'
import { failAuthentication } from './authentication.ts'
import { handler } from './handler.ts'

/** The client chooses a SASL mechanism, at the beginning or to authenticate again (KIP-43, KIP-368). */
export const saslHandshakeHandler = handler(saslHandshake, ({ mechanism }, context) => {
  const { sasl } = context.connection
  const outcome = sasl?.handshake(mechanism, context.version) ?? 'out-of-turn'
  if (sasl === null || outcome === 'out-of-turn') return { errorCode: errorCode.ILLEGAL_SASL_STATE, mechanisms: [] }
  if (outcome === 'chosen') return { errorCode: errorCode.NONE, mechanisms: sasl.mechanisms }
  const response = { errorCode: errorCode.UNSUPPORTED_SASL_MECHANISM, mechanisms: sasl.mechanisms }
  return failAuthentication(context, { response, reason: `it asked for the SASL mechanism ${mechanism}` })
})
