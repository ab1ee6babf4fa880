import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { describeTransactions } from '../../broker/protocol/messages/describe-transactions.ts'
import { listTransactions as listTransactionsApi } from '../../broker/protocol/messages/list-transactions.ts'
import type { Transaction } from '../api/transactions.ts'
import { texts } from '../languages/texts.ts'
import { explainError, KafkaClientError, refuseError, RefusedByBrokerError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface TransactionList {
  /** In the order of their ids. */
  readonly transactions: readonly Omit<Transaction, 'isOverdue'>[]
  /** Brokers that could not be asked. */
  readonly problems: readonly KafkaClientError[]
}

export interface TransactionFilter {
  /** Empty: of any producer. */
  readonly producerIds?: readonly bigint[]
}

type Listed = Omit<Transaction, 'isOverdue'>

/** The transactional ids that each broker coordinates, with what it says of each (KIP-664). */
export async function listTransactions(
  cluster: WireCluster,
  { producerIds = [] }: TransactionFilter = {},
): Promise<TransactionList> {
  const { brokers } = await cluster.metadata()
  const problems: KafkaClientError[] = []
  const lists = brokers.map(async ({ nodeId }) => {
    try {
      return await transactionsOf(cluster, nodeId, producerIds)
    } catch (error) {
      if (!(error instanceof KafkaClientError)) throw error
      problems.push(error)
      return []
    }
  })
  const transactions = (await Promise.all(lists)).flat()
  return { transactions: transactions.toSorted((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1)), problems }
}

async function transactionsOf(cluster: WireCluster, nodeId: number, producerIds: readonly bigint[]): Promise<Listed[]> {
  const target = { to: 'broker', nodeId } as const
  const listed = await cluster.request(target, listTransactionsApi, {
    stateFilters: [],
    producerIdFilters: [...producerIds],
  })
  const what = texts.refusals.transactionsNotListed(nodeId)
  refuseError({ what, errorCode: listed.errorCode, needs: texts.refusals.rights.onTransactionalIds('DESCRIBE') })
  const ids = listed.transactionStates.map(({ transactionalId }) => transactionalId)
  if (ids.length === 0) return []
  const described = await cluster.request(target, describeTransactions, { transactionalIds: ids })
  const byId = new Map(described.transactionStates.map((each) => [each.transactionalId, each]))
  return listed.transactionStates.map(({ transactionalId, producerId, transactionState }) => {
    const known = { transactionalId, producerId, state: transactionState, coordinator: nodeId }
    const detail = byId.get(transactionalId)
    if (detail === undefined || detail.errorCode !== kafkaError.NONE) {
      return { ...known, ...nothingMore, problem: whyNotDescribed(transactionalId, detail?.errorCode) }
    }
    return {
      ...known,
      state: detail.transactionState,
      producerEpoch: detail.producerEpoch,
      timeoutMs: detail.transactionTimeoutMs,
      startedAt: detail.transactionStartTimeMs < 0n ? null : detail.transactionStartTimeMs,
      partitions: detail.topics.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
      problem: null,
    }
  })
}

const nothingMore = { producerEpoch: null, timeoutMs: null, startedAt: null, partitions: [] }

function whyNotDescribed(transactionalId: string, code: number = kafkaError.TRANSACTIONAL_ID_NOT_FOUND): string {
  const what = texts.refusals.transactionalIdNotDescribed(transactionalId)
  const needs = texts.refusals.rights.onTransactionalId('DESCRIBE', transactionalId)
  return explainError(new RefusedByBrokerError({ what, errorCode: code, needs }))
}
