import { int8, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** One config of one resource; a null value removes it. */
export const configRecord = message({
  name: 'ConfigRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    resourceType: int8(),
    resourceName: string(),
    name: string(),
    value: string({ nullable: '0+' }),
  },
})
