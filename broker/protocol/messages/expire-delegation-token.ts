import { bytes, int16, int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Sets when a delegation token expires; a negative period ends it at once (KIP-48). */
export const expireDelegationToken = api({
  key: 40,
  name: 'ExpireDelegationToken',
  request: message({
    name: 'ExpireDelegationTokenRequest',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: { hmac: bytes(), expiryTimePeriodMs: int64() },
  }),
  response: message({
    name: 'ExpireDelegationTokenResponse',
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: { errorCode: int16(), expiryTimestampMs: int64(), throttleTimeMs: int32({ default: 0 }) },
  }),
})
