import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** The transactional ids that pass all filters (KIP-664, KIP-994, KIP-1152). */
export const listTransactions = api({
  key: 66,
  name: 'ListTransactions',
  request: message({
    name: 'ListTransactionsRequest',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      stateFilters: array(string()),
      producerIdFilters: array(int64()),
      /** Milliseconds; negative: any. */
      durationFilter: int64({ versions: '1+', default: -1n }),
      transactionalIdPattern: string({ versions: '2+', nullable: '2+', default: null }),
    },
  }),
  response: message({
    name: 'ListTransactionsResponse',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      unknownStateFilters: array(string()),
      transactionStates: array(struct({ transactionalId: string(), producerId: int64(), transactionState: string() })),
    },
  }),
})

export type ListTransactionsRequest = ValueOf<typeof listTransactions.request>
export type ListTransactionsRequestInput = InputFor<typeof listTransactions.request>
export type ListTransactionsResponse = ValueOf<typeof listTransactions.response>
export type ListTransactionsResponseInput = InputFor<typeof listTransactions.response>
