import { array, int16, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Chooses a SASL mechanism. Version 0 is followed by bare tokens, version 1 by SaslAuthenticate. Never flexible.
 */
export const saslHandshake = api({
  key: 17,
  name: 'SaslHandshake',
  request: message({
    name: 'SaslHandshakeRequest',
    validVersions: '0-1',
    flexibleVersions: 'none',
    fields: {
      mechanism: string(),
    },
  }),
  response: message({
    name: 'SaslHandshakeResponse',
    validVersions: '0-1',
    flexibleVersions: 'none',
    fields: {
      errorCode: int16(),
      mechanisms: array(string()),
    },
  }),
})

export type SaslHandshakeRequest = ValueOf<typeof saslHandshake.request>
export type SaslHandshakeRequestInput = InputFor<typeof saslHandshake.request>
export type SaslHandshakeResponse = ValueOf<typeof saslHandshake.response>
export type SaslHandshakeResponseInput = InputFor<typeof saslHandshake.response>
