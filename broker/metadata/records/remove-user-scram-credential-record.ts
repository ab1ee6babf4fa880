import { int8, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Removes a SCRAM credential. */
export const removeUserScramCredentialRecord = message({
  name: 'RemoveUserScramCredentialRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    name: string(),
    mechanism: int8(),
  },
})
