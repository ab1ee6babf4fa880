import { array, bytes, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Sets and removes SCRAM credentials; passwords come salted (KIP-554). */
export const alterUserScramCredentials = api({
  key: 51,
  name: 'AlterUserScramCredentials',
  request: message({
    name: 'AlterUserScramCredentialsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      deletions: array(struct({ name: string(), mechanism: int8() })),
      upsertions: array(
        struct({ name: string(), mechanism: int8(), iterations: int32(), salt: bytes(), saltedPassword: bytes() }),
      ),
    },
  }),
  response: message({
    name: 'AlterUserScramCredentialsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(struct({ user: string(), errorCode: int16(), errorMessage: string({ nullable: '0+' }) })),
    },
  }),
})
