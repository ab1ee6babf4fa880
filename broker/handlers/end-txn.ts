import { errorCode } from '../protocol/error-codes.ts'
import { endTxn } from '../protocol/messages/end-txn.ts'
import { codeOfTransactionError } from './error-translation.ts'
import { handler } from './handler.ts'

/** Commits or aborts a transaction. When it is answered, the end is decided for good. */
export const endTxnHandler = handler(endTxn, async ({ committed, ...producer }, { broker, version, access }) => {
  if (!access.allows('write', 'transactionalId', producer.transactionalId)) {
    return { errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  }
  const result = await broker.transactions.endTransaction({
    ...producer,
    outcome: committed ? 'commit' : 'abort',
    clientTransactionVersion: version >= 5 ? 2 : 0,
  })
  if (result.error !== null) return { errorCode: codeOfTransactionError(result.error, { version, fencedSince: 2 }) }
  return { errorCode: errorCode.NONE, producerId: result.producerId, producerEpoch: result.producerEpoch }
})
