import { array, boolean, int16, int32, int64, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Ends transactions in partitions. Coordinators send it, and administrators who abort a transaction that hangs (KIP-664). */
export const writeTxnMarkers = api({
  key: 27,
  name: 'WriteTxnMarkers',
  request: message({
    name: 'WriteTxnMarkersRequest',
    validVersions: '1-2',
    flexibleVersions: '1+',
    fields: {
      markers: array(
        struct({
          producerId: int64(),
          producerEpoch: int16(),
          /** False: aborted. */
          transactionResult: boolean(),
          topics: array(struct({ name: string(), partitionIndexes: array(int32()) })),
          coordinatorEpoch: int32(),
          transactionVersion: int8({ versions: '2+', ignorable: true, default: 0 }),
        }),
      ),
    },
  }),
  response: message({
    name: 'WriteTxnMarkersResponse',
    validVersions: '1-2',
    flexibleVersions: '1+',
    fields: {
      markers: array(
        struct({
          producerId: int64(),
          topics: array(
            struct({
              name: string(),
              partitions: array(struct({ partitionIndex: int32(), errorCode: int16() })),
            }),
          ),
        }),
      ),
    },
  }),
})

export type WriteTxnMarkersRequest = ValueOf<typeof writeTxnMarkers.request>
export type WriteTxnMarkersRequestInput = InputFor<typeof writeTxnMarkers.request>
export type WriteTxnMarkersResponse = ValueOf<typeof writeTxnMarkers.response>
export type WriteTxnMarkersResponseInput = InputFor<typeof writeTxnMarkers.response>
