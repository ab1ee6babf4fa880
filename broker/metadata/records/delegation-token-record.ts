import { array, int64, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A delegation token (KIP-48). */
export const delegationTokenRecord = message({
  name: 'DelegationTokenRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    owner: string(),
    requester: string(),
    renewers: array(string()),
    issueTimestamp: int64(),
    maxTimestamp: int64(),
    expirationTimestamp: int64(),
    tokenId: string(),
  },
})
