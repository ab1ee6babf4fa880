import { string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The records up to EndTransaction count together or, after AbortTransaction, not at all (KIP-868). */
export const beginTransactionRecord = message({
  name: 'BeginTransactionRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    name: string({ nullable: '0+', tag: 0, default: null }),
  },
})
