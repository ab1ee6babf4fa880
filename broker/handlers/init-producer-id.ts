import { errorCode } from '../protocol/error-codes.ts'
import { initProducerId, type InitProducerIdRequest } from '../protocol/messages/init-producer-id.ts'
import type { Access } from '../security/authorizer/access.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfThrown, codeOfTransactionError } from './error-translation.ts'
import { handler } from './handler.ts'
import { ensureTransactionTopic } from './internal-topics.ts'

/** Gives an idempotent producer its id, and a transactional one id and epoch: who had them before is fenced (KIP-98). */
export const initProducerIdHandler = handler(initProducerId, async (request, { broker, version, access }) => {
  const code = refusal(request, access)
  if (code !== errorCode.NONE) return refused(code)
  const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = request
  if (transactionalId === null) return newProducer(broker)
  if (!(await ensureTransactionTopic(broker))) return refused(errorCode.COORDINATOR_NOT_AVAILABLE)
  const result = await broker.transactions.initProducer({
    transactionalId,
    timeoutMs: transactionTimeoutMs,
    expected: producerId === noProducerId ? null : { producerId, producerEpoch },
  })
  if (result.error !== null) return refused(codeOfTransactionError(result.error, { version, fencedSince: 4 }))
  return { errorCode: errorCode.NONE, producerId: result.producerId, producerEpoch: result.producerEpoch }
})

/** A block of ids is claimed in the metadata, for which there may be no room. */
async function newProducer({ producerIds }: BrokerContext) {
  try {
    return { errorCode: errorCode.NONE, producerId: await producerIds.next(), producerEpoch: 0 }
  } catch (error) {
    const code = codeOfThrown(error)
    if (code === null) throw error
    return refused(code)
  }
}

const noProducerId = -1n
const noProducerEpoch = -1

function refusal(request: InitProducerIdRequest, access: Access): number {
  const { transactionalId, producerId, producerEpoch, enable2Pc, keepPreparedTxn } = request
  const denial = denialOf(transactionalId, access)
  if (denial !== errorCode.NONE) return denial
  if ((producerId === noProducerId) !== (producerEpoch === noProducerEpoch)) return errorCode.INVALID_REQUEST
  if (transactionalId === null) return errorCode.NONE
  if (transactionalId === '') return errorCode.INVALID_REQUEST
  // KIP-939 is not finished in Kafka either; this is what it answers while transaction.two.phase.commit.enable is off.
  if (enable2Pc) return errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  return keepPreparedTxn ? errorCode.UNSUPPORTED_VERSION : errorCode.NONE
}

function denialOf(transactionalId: string | null, access: Access): number {
  if (transactionalId !== null) {
    const isAllowed = access.allows('write', 'transactionalId', transactionalId)
    return isAllowed ? errorCode.NONE : errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  }
  const isAllowed = access.allowsOnCluster('idempotentWrite') || access.allowsOnSome('write', 'topic')
  return isAllowed ? errorCode.NONE : errorCode.CLUSTER_AUTHORIZATION_FAILED
}

function refused(code: number) {
  return { errorCode: code, producerEpoch: noProducerEpoch }
}
