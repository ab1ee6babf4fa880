import { errorCode } from '../protocol/error-codes.ts'
import { saslAuthenticate } from '../protocol/messages/sasl-authenticate.ts'
import { noBytes, SaslFailure } from '../security/sasl/sasl-exchange.ts'
import { failAuthentication } from './authentication.ts'
import { handler } from './handler.ts'

/** One token of the mechanism that the handshake has chosen (KIP-152). */
export const saslAuthenticateHandler = handler(saslAuthenticate, ({ authBytes }, context) => {
  const { sasl } = context.connection
  if (sasl === null || sasl.phase !== 'tokens') {
    return {
      errorCode: errorCode.ILLEGAL_SASL_STATE,
      errorMessage: 'SaslAuthenticate request received after successful authentication',
      authBytes: noBytes,
    }
  }
  try {
    const { token, sessionLifetimeMs } = sasl.authenticate(authBytes)
    return {
      errorCode: errorCode.NONE,
      errorMessage: null,
      authBytes: token,
      sessionLifetimeMs: BigInt(sessionLifetimeMs),
    }
  } catch (error) {
    if (!(error instanceof SaslFailure)) throw error
    const errorMessage = sasl.describe(error)
    const response = { errorCode: errorCode.SASL_AUTHENTICATION_FAILED, errorMessage, authBytes: noBytes }
    return failAuthentication(context, { response, reason: error.message })
  }
})
