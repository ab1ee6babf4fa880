import { message } from '../../schema/message.ts'

/** The transaction counts. */
export const endTransactionRecord = message({
  name: 'EndTransactionRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {},
})
