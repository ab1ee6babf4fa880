import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** What transactional ids are doing (KIP-664). */
export const describeTransactions = api({
  key: 65,
  name: 'DescribeTransactions',
  request: message({
    name: 'DescribeTransactionsRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      transactionalIds: array(string()),
    },
  }),
  response: message({
    name: 'DescribeTransactionsResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      transactionStates: array(
        struct({
          errorCode: int16(),
          transactionalId: string(),
          transactionState: string(),
          transactionTimeoutMs: int32(),
          transactionStartTimeMs: int64(),
          producerId: int64(),
          producerEpoch: int16(),
          /** While a transaction is being ended: those that have no marker yet. */
          topics: array(struct({ topic: string(), partitions: array(int32()) })),
        }),
      ),
    },
  }),
})

export type DescribeTransactionsRequest = ValueOf<typeof describeTransactions.request>
export type DescribeTransactionsRequestInput = InputFor<typeof describeTransactions.request>
export type DescribeTransactionsResponse = ValueOf<typeof describeTransactions.response>
export type DescribeTransactionsResponseInput = InputFor<typeof describeTransactions.response>
