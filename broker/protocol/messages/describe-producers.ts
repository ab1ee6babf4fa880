import { array, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Producers that are active on partitions (KIP-664). */
export const describeProducers = api({
  key: 61,
  name: 'DescribeProducers',
  request: message({
    name: 'DescribeProducersRequest',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      topics: array(
        struct({
          name: string(),
          partitionIndexes: array(int32()),
        }),
      ),
    },
  }),
  response: message({
    name: 'DescribeProducersResponse',
    validVersions: '0',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      topics: array(
        struct({
          name: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              errorMessage: string({ nullable: '0+', default: null }),
              activeProducers: array(
                struct({
                  producerId: int64(),
                  producerEpoch: int32(),
                  lastSequence: int32({ default: -1 }),
                  lastTimestamp: int64({ default: -1n }),
                  coordinatorEpoch: int32(),
                  currentTxnStartOffset: int64({ default: -1n }),
                }),
              ),
            }),
          ),
        }),
      ),
    },
  }),
})

export type DescribeProducersRequest = ValueOf<typeof describeProducers.request>
export type DescribeProducersRequestInput = InputFor<typeof describeProducers.request>
export type DescribeProducersResponse = ValueOf<typeof describeProducers.response>
export type DescribeProducersResponseInput = InputFor<typeof describeProducers.response>
