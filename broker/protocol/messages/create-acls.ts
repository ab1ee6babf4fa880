import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Adds ACLs. */
export const createAcls = api({
  key: 30,
  name: 'CreateAcls',
  request: message({
    name: 'CreateAclsRequest',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      creations: array(
        struct({
          resourceType: int8(),
          resourceName: string(),
          resourcePatternType: int8({ versions: '1+', default: 3 }),
          principal: string(),
          host: string(),
          operation: int8(),
          permissionType: int8(),
        }),
      ),
    },
  }),
  response: message({
    name: 'CreateAclsResponse',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      results: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
        }),
      ),
    },
  }),
})

export type CreateAclsRequest = ValueOf<typeof createAcls.request>
