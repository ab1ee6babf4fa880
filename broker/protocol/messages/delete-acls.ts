import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Removes the ACLs that filters find, and tells which. */
export const deleteAcls = api({
  key: 31,
  name: 'DeleteAcls',
  request: message({
    name: 'DeleteAclsRequest',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      filters: array(
        struct({
          resourceTypeFilter: int8(),
          resourceNameFilter: string({ nullable: '0+' }),
          patternTypeFilter: int8({ versions: '1+', default: 3 }),
          principalFilter: string({ nullable: '0+' }),
          hostFilter: string({ nullable: '0+' }),
          operation: int8(),
          permissionType: int8(),
        }),
      ),
    },
  }),
  response: message({
    name: 'DeleteAclsResponse',
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      filterResults: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          matchingAcls: array(
            struct({
              errorCode: int16(),
              errorMessage: string({ nullable: '0+' }),
              resourceType: int8(),
              resourceName: string(),
              patternType: int8({ versions: '1+', default: 3 }),
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

export type DeleteAclsRequest = ValueOf<typeof deleteAcls.request>
export type DeleteAclsResponseInput = InputFor<typeof deleteAcls.response>
