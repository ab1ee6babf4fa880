import { boolean, int16, int32, int64, string } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Commits or aborts a transaction. From version 5 on the client gets a new epoch with the answer (KIP-890). */
export const endTxn = api({
  key: 26,
  name: 'EndTxn',
  request: message({
    name: 'EndTxnRequest',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      transactionalId: string(),
      producerId: int64(),
      producerEpoch: int16(),
      /** False: aborted. */
      committed: boolean(),
    },
  }),
  response: message({
    name: 'EndTxnResponse',
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      producerId: int64({ versions: '5+', default: -1n, ignorable: true }),
      producerEpoch: int16({ versions: '5+', default: -1, ignorable: true }),
    },
  }),
})

export type EndTxnRequest = ValueOf<typeof endTxn.request>
export type EndTxnRequestInput = InputFor<typeof endTxn.request>
export type EndTxnResponse = ValueOf<typeof endTxn.response>
export type EndTxnResponseInput = InputFor<typeof endTxn.response>
