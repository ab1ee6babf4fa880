import { string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Removes a delegation token. */
export const removeDelegationTokenRecord = message({
  name: 'RemoveDelegationTokenRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    tokenId: string(),
  },
})
