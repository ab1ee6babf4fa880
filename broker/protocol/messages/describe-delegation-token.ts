import { array, bytes, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor } from '../../schema/message.ts'
import { api } from '../api.ts'

/** The delegation tokens that the sender may see (KIP-48). */
export const describeDelegationToken = api({
  key: 41,
  name: 'DescribeDelegationToken',
  request: message({
    name: 'DescribeDelegationTokenRequest',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      owners: array(struct({ principalType: string(), principalName: string() }), { nullable: '0+' }),
    },
  }),
  response: message({
    name: 'DescribeDelegationTokenResponse',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      errorCode: int16(),
      tokens: array(
        struct({
          principalType: string(),
          principalName: string(),
          tokenRequesterPrincipalType: string({ versions: '3+', ignorable: true }),
          tokenRequesterPrincipalName: string({ versions: '3+', ignorable: true }),
          issueTimestamp: int64(),
          expiryTimestamp: int64(),
          maxTimestamp: int64(),
          tokenId: string(),
          hmac: bytes(),
          renewers: array(struct({ principalType: string(), principalName: string() })),
        }),
      ),
      throttleTimeMs: int32({ default: 0 }),
    },
  }),
})

export type DescribeDelegationTokenResponseInput = InputFor<typeof describeDelegationToken.response>
