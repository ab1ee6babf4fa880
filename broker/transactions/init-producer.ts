import { answer, needsProducerId, refuse, transition, type Decision, type DecisionContext } from './decision.ts'
import { fence } from './end-transaction.ts'
import type { InitProducerRequest, ProducerIdentity, ProducerIdentityResult } from './transaction-messages.ts'
import { noPartitions } from './transaction-partitions.ts'
import {
  isEnding,
  isEpochExhausted,
  noProducerEpoch,
  noProducerId,
  type Transaction,
  type TransactionVersion,
} from './transaction.ts'

interface InitProducerContext extends DecisionContext {
  /** The finalised level of the feature, for aborting what another client left open. */
  readonly serverTransactionVersion: TransactionVersion
}

/**
 * A client takes a transactional id over (InitProducerId): it gets an epoch above all before, so these are fenced. When
 * they left a transaction open, it is aborted, and the client comes again.
 */
export function initProducer(
  transaction: Transaction | null,
  request: InitProducerRequest,
  context: InitProducerContext,
): Decision<ProducerIdentityResult> {
  if (transaction === null) return begin(request, context)
  if (!mayTakeOver(transaction, request.expected)) return refuse('producer-fenced')
  if (isEnding(transaction)) return refuse('concurrent-transactions')
  if (transaction.state !== 'Ongoing') return goOn(transaction, request, context)
  const fenced = fence(transaction, context)
  if (fenced.kind === 'needs-producer-id') return fenced
  const comeAgain = { error: 'concurrent-transactions' } as const
  return fenced.kind === 'transition' ? transition(fenced.next, comeAgain) : answer(comeAgain)
}

/** With the current producer id, or with the one before when its epochs ran out: the answer to that may have been lost. */
function mayTakeOver(transaction: Transaction, expected: ProducerIdentity | null): boolean {
  if (expected === null || expected.producerId === transaction.producerId) return true
  return expected.producerId === transaction.previousProducerId && isEpochExhausted(expected.producerEpoch)
}

function begin({ transactionalId, timeoutMs }: InitProducerRequest, context: InitProducerContext) {
  if (context.newProducerId === null) return needsProducerId
  const next: Transaction = {
    transactionalId,
    producerId: context.newProducerId,
    previousProducerId: context.newProducerId,
    nextProducerId: noProducerId,
    producerEpoch: 0,
    lastProducerEpoch: noProducerEpoch,
    timeoutMs,
    state: 'Empty',
    partitions: noPartitions,
    startTimestamp: -1n,
    lastUpdateTimestamp: context.now,
    clientTransactionVersion: 0,
  }
  return transition(next, identityOf(next))
}

/** No transaction is open: the epoch is raised, or the request is the repeated one of a client that has it already. */
function goOn(transaction: Transaction, request: InitProducerRequest, context: InitProducerContext) {
  const expectedEpoch = request.expected?.producerEpoch ?? null
  const isCurrent = expectedEpoch === null || expectedEpoch === transaction.producerEpoch
  const isRepeated = !isCurrent && expectedEpoch === transaction.lastProducerEpoch
  if (!isCurrent && !isRepeated) return refuse('producer-fenced')
  const { producerId, producerEpoch } = transaction
  const cleared = {
    ...transaction,
    state: 'Empty',
    previousProducerId: producerId,
    timeoutMs: request.timeoutMs,
    partitions: noPartitions,
    startTimestamp: -1n,
    lastUpdateTimestamp: context.now,
  } as const
  if (isRepeated) {
    // It may be repeated once more, under the producer id that it was first sent with.
    const next = { ...cleared, previousProducerId: transaction.previousProducerId }
    return transition(next, identityOf(next))
  }
  const lastProducerEpoch = expectedEpoch === null ? noProducerEpoch : producerEpoch
  if (!isEpochExhausted(producerEpoch)) {
    const next = { ...cleared, producerEpoch: producerEpoch + 1, lastProducerEpoch }
    return transition(next, identityOf(next))
  }
  if (context.newProducerId === null) return needsProducerId
  const next = { ...cleared, producerId: context.newProducerId, producerEpoch: 0, lastProducerEpoch }
  return transition(next, identityOf(next))
}

function identityOf({ producerId, producerEpoch }: Transaction): ProducerIdentityResult {
  return { error: null, producerId, producerEpoch }
}
