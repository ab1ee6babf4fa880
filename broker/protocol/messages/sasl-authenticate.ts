import { bytes, int16, int64, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** One step of a SASL exchange (KIP-152). */
export const saslAuthenticate = api({
  key: 36,
  name: 'SaslAuthenticate',
  request: message({
    name: 'SaslAuthenticateRequest',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      authBytes: bytes(),
    },
  }),
  response: message({
    name: 'SaslAuthenticateResponse',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      authBytes: bytes(),
      sessionLifetimeMs: int64({ versions: '1+', ignorable: true }),
    },
  }),
})

export type SaslAuthenticateRequest = ValueOf<typeof saslAuthenticate.request>
export type SaslAuthenticateRequestInput = InputFor<typeof saslAuthenticate.request>
export type SaslAuthenticateResponse = ValueOf<typeof saslAuthenticate.response>
export type SaslAuthenticateResponseInput = InputFor<typeof saslAuthenticate.response>
