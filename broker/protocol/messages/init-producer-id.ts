import { boolean, int16, int32, int64, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Hands out a producer id and epoch for idempotent and transactional producers. */
export const initProducerId = api({
  key: 22,
  name: 'InitProducerId',
  latestVersionUnstable: true,
  request: message({
    name: 'InitProducerIdRequest',
    validVersions: '0-6',
    flexibleVersions: '2+',
    fields: {
      transactionalId: string({ nullable: '0+' }),
      transactionTimeoutMs: int32(),
      producerId: int64({ versions: '3+', default: -1n }),
      producerEpoch: int16({ versions: '3+', default: -1 }),
      enable2Pc: boolean({ versions: '6+' }),
      keepPreparedTxn: boolean({ versions: '6+' }),
    },
  }),
  response: message({
    name: 'InitProducerIdResponse',
    validVersions: '0-6',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      producerId: int64({ default: -1n }),
      producerEpoch: int16(),
      ongoingTxnProducerId: int64({ versions: '6+', default: -1n }),
      ongoingTxnProducerEpoch: int16({ versions: '6+', default: -1 }),
    },
  }),
})

export type InitProducerIdRequest = ValueOf<typeof initProducerId.request>
export type InitProducerIdRequestInput = InputFor<typeof initProducerId.request>
export type InitProducerIdResponse = ValueOf<typeof initProducerId.response>
export type InitProducerIdResponseInput = InputFor<typeof initProducerId.response>
