import { array, bytes, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Gets a delegation token, for the sender or, with permission, for somebody else (KIP-48, KIP-373). */
export const createDelegationToken = api({
  key: 38,
  name: 'CreateDelegationToken',
  request: message({
    name: 'CreateDelegationTokenRequest',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      ownerPrincipalType: string({ versions: '3+', nullable: '3+' }),
      ownerPrincipalName: string({ versions: '3+', nullable: '3+' }),
      renewers: array(struct({ principalType: string(), principalName: string() })),
      maxLifetimeMs: int64(),
    },
  }),
  response: message({
    name: 'CreateDelegationTokenResponse',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      errorCode: int16(),
      principalType: string(),
      principalName: string(),
      tokenRequesterPrincipalType: string({ versions: '3+', ignorable: true }),
      tokenRequesterPrincipalName: string({ versions: '3+', ignorable: true }),
      issueTimestampMs: int64(),
      expiryTimestampMs: int64(),
      maxTimestampMs: int64(),
      tokenId: string(),
      hmac: bytes(),
      throttleTimeMs: int32({ default: 0 }),
    },
  }),
})

export type CreateDelegationTokenResponseInput = InputFor<typeof createDelegationToken.response>
