import { bytes, int16, int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Lets a delegation token count for longer (KIP-48). */
export const renewDelegationToken = api({
  key: 39,
  name: 'RenewDelegationToken',
  request: message({
    name: 'RenewDelegationTokenRequest',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: { hmac: bytes(), renewPeriodMs: int64() },
  }),
  response: message({
    name: 'RenewDelegationTokenResponse',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: { errorCode: int16(), expiryTimestampMs: int64(), throttleTimeMs: int32({ default: 0 }) },
  }),
})
