import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Which users have SCRAM credentials, without anything secret of them (KIP-554). */
export const describeUserScramCredentials = api({
  key: 50,
  name: 'DescribeUserScramCredentials',
  request: message({
    name: 'DescribeUserScramCredentialsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      users: array(struct({ name: string() }), { nullable: '0+' }),
    },
  }),
  response: message({
    name: 'DescribeUserScramCredentialsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      results: array(
        struct({
          user: string(),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          credentialInfos: array(struct({ mechanism: int8(), iterations: int32() })),
        }),
      ),
    },
  }),
})

export type DescribeUserScramCredentialsResponseInput = InputFor<typeof describeUserScramCredentials.response>
