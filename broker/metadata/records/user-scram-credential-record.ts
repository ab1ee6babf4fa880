import { bytes, int32, int8, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The SCRAM credential of a user for one mechanism (1 is SHA-256, 2 is SHA-512). */
export const userScramCredentialRecord = message({
  name: 'UserScramCredentialRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    name: string(),
    mechanism: int8(),
    salt: bytes(),
    storedKey: bytes(),
    serverKey: bytes(),
    iterations: int32(),
  },
})
