import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** The ACLs that a filter finds. Null matches any name, principal or host. */
export const describeAcls = api({
  key: 29,
  name: 'DescribeAcls',
  request: message({
    name: 'DescribeAclsRequest',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      resourceTypeFilter: int8(),
      resourceNameFilter: string({ nullable: '0+' }),
      patternTypeFilter: int8({ versions: '1+', default: 3 }),
      principalFilter: string({ nullable: '0+' }),
      hostFilter: string({ nullable: '0+' }),
      operation: int8(),
      permissionType: int8(),
    },
  }),
  response: message({
    name: 'DescribeAclsResponse',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      resources: array(
        struct({
          resourceType: int8(),
          resourceName: string(),
          patternType: int8({ versions: '1+', default: 3 }),
          acls: array(
            struct({
              principal: string(),
              host: string(),
              operation: int8(),
              permissionType: int8(),
            }),
          ),
        }),
      ),
    },
  }),
})

export type DescribeAclsRequestInput = InputFor<typeof describeAcls.request>
export type DescribeAclsRequest = ValueOf<typeof describeAcls.request>
