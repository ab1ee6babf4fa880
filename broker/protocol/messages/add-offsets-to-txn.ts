import { int16, int32, int64, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Takes the offsets of a group into a transaction. Not needed by clients that speak TxnOffsetCommit from version 5 on. */
export const addOffsetsToTxn = api({
  key: 25,
  name: 'AddOffsetsToTxn',
  request: message({
    name: 'AddOffsetsToTxnRequest',
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: {
      transactionalId: string(),
      producerId: int64(),
      producerEpoch: int16(),
      groupId: string(),
    },
  }),
  response: message({
    name: 'AddOffsetsToTxnResponse',
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
    },
  }),
})

export type AddOffsetsToTxnRequest = ValueOf<typeof addOffsetsToTxn.request>
export type AddOffsetsToTxnRequestInput = InputFor<typeof addOffsetsToTxn.request>
export type AddOffsetsToTxnResponse = ValueOf<typeof addOffsetsToTxn.response>
export type AddOffsetsToTxnResponseInput = InputFor<typeof addOffsetsToTxn.response>
