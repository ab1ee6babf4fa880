import { uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Removes the ACL of that id. */
export const removeAccessControlEntryRecord = message({
  name: 'RemoveAccessControlEntryRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    id: uuid(),
  },
})
