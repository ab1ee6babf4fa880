import { errorCode } from '../protocol/error-codes.ts'
import { initProducerId } from '../protocol/messages/init-producer-id.ts'
import { handler } from './handler.ts'

/** Gives an idempotent producer its id (KIP-98). Transactional ones are refused: there are no transactions yet. */
export const initProducerIdHandler = handler(initProducerId, async ({ transactionalId }, { broker, access }) => {
  if (transactionalId !== null) {
    const code = transactionalId === '' ? errorCode.INVALID_REQUEST : errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
    return { errorCode: code, producerEpoch: -1 }
  }
  if (!access.allowsOnCluster('idempotentWrite') && !access.allowsOnSome('write', 'topic')) {
    return { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED, producerEpoch: -1 }
  }
  return { errorCode: errorCode.NONE, producerId: await broker.producerIds.next(), producerEpoch: 0 }
})
