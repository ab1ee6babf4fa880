import { array, boolean, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

const topicResult = {
  name: string(),
  resultsByPartition: array(struct({ partitionIndex: int32(), partitionErrorCode: int16() })),
}

/**
 * Takes partitions into a transaction. Clients use it up to version 3; from version 4 on brokers ask among themselves, for
 * several transactions at once, or only whether a partition is part of one (KIP-890).
 */
export const addPartitionsToTxn = api({
  key: 24,
  name: 'AddPartitionsToTxn',
  request: message({
    name: 'AddPartitionsToTxnRequest',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      transactions: array(
        struct({
          transactionalId: string(),
          producerId: int64(),
          producerEpoch: int16(),
          verifyOnly: boolean(),
          topics: array(struct({ name: string(), partitions: array(int32()) })),
        }),
        { versions: '4+' },
      ),
      v3AndBelowTransactionalId: string({ versions: '0-3' }),
      v3AndBelowProducerId: int64({ versions: '0-3' }),
      v3AndBelowProducerEpoch: int16({ versions: '0-3' }),
      v3AndBelowTopics: array(struct({ name: string(), partitions: array(int32()) }), { versions: '0-3' }),
    },
  }),
  response: message({
    name: 'AddPartitionsToTxnResponse',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16({ versions: '4+', ignorable: true }),
      resultsByTransaction: array(struct({ transactionalId: string(), topicResults: array(struct(topicResult)) }), {
        versions: '4+',
      }),
      resultsByTopicV3AndBelow: array(struct(topicResult), { versions: '0-3' }),
    },
  }),
})

export type AddPartitionsToTxnRequest = ValueOf<typeof addPartitionsToTxn.request>
export type AddPartitionsToTxnRequestInput = InputFor<typeof addPartitionsToTxn.request>
export type AddPartitionsToTxnResponse = ValueOf<typeof addPartitionsToTxn.response>
export type AddPartitionsToTxnResponseInput = InputFor<typeof addPartitionsToTxn.response>
