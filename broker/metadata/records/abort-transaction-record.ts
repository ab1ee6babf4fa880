import { string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The transaction never was. */
export const abortTransactionRecord = message({
  name: 'AbortTransactionRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    reason: string({ nullable: '0+', tag: 0, default: null }),
  },
})
