import { array, boolean, float64, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** One quota of one entity, set or removed. A null name stands for the default entity. */
export const clientQuotaRecord = message({
  name: 'ClientQuotaRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    entity: array(
      struct({
        entityType: string(),
        entityName: string({ nullable: '0+' }),
      }),
    ),
    key: string(),
    value: float64(),
    remove: boolean(),
  },
})
