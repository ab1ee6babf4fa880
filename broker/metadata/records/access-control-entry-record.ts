import { int8, string, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** An ACL under a random id. */
export const accessControlEntryRecord = message({
  name: 'AccessControlEntryRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    id: uuid(),
    resourceType: int8(),
    resourceName: string(),
    patternType: int8(),
    principal: string(),
    host: string(),
    operation: int8(),
    permissionType: int8(),
  },
})
