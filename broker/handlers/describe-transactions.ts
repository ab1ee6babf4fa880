import { errorCode } from '../protocol/error-codes.ts'
import {
  describeTransactions,
  type DescribeTransactionsResponseInput,
} from '../protocol/messages/describe-transactions.ts'
import type { TransactionDescription } from '../transactions/transaction-messages.ts'
import { codeOfTransactionError } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'

type StateAnswer = DescribeTransactionsResponseInput['transactionStates'][number]

/** What transactional ids are doing (KIP-664). */
export const describeTransactionsHandler = handler(describeTransactions, ({ transactionalIds }, context) => ({
  transactionStates: transactionalIds.map((transactionalId) => describe(transactionalId, context)),
}))

/** Partitions of topics that the asker may not see are left out. */
function describe(transactionalId: string, { broker, access }: RequestContext): StateAnswer {
  if (!access.allows('describe', 'transactionalId', transactionalId)) {
    return { ...nothing, transactionalId, errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  }
  const answer = stateAnswer(broker.transactions.describeTransaction(transactionalId))
  return { ...answer, topics: answer.topics.filter(({ topic }) => access.allows('describe', 'topic', topic)) }
}

function stateAnswer(described: TransactionDescription): StateAnswer {
  const { transactionalId, error } = described
  if (error !== null) return { ...nothing, transactionalId, errorCode: codeOfTransactionError(error) }
  return {
    errorCode: errorCode.NONE,
    transactionalId,
    transactionState: described.state,
    transactionTimeoutMs: described.timeoutMs,
    transactionStartTimeMs: described.startTimestamp,
    producerId: described.producerId,
    producerEpoch: described.producerEpoch,
    topics: described.topics,
  }
}

const nothing = {
  transactionState: '',
  transactionTimeoutMs: 0,
  transactionStartTimeMs: 0n,
  producerId: 0n,
  producerEpoch: 0,
  topics: [],
} as const
