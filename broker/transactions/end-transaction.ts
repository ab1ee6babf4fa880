import { answer, needsProducerId, refuse, transition, type Decision, type DecisionContext } from './decision.ts'
import type { EndTransactionRequest, ProducerIdentityResult } from './transaction-messages.ts'
import { noPartitions } from './transaction-partitions.ts'
import {
  isEpochExhausted,
  maxProducerEpoch,
  noProducerEpoch,
  noProducerId,
  raisesEpochAtEnd,
  type Transaction,
  type TransactionVersion,
} from './transaction.ts'

/** A client commits or aborts (EndTxn). */
export function endTransaction(
  transaction: Transaction | null,
  request: EndTransactionRequest,
  context: DecisionContext,
): Decision<ProducerIdentityResult> {
  if (transaction === null) return refuse('invalid-producer-id-mapping')
  return raisesEpochAtEnd(request.clientTransactionVersion)
    ? endRaisingEpoch(transaction, request, context)
    : endKeepingEpoch(transaction, request, context)
}

/** Clients before KIP-890. Nothing tells a repeated request from a new one, so the same end twice is no error. */
function endKeepingEpoch(transaction: Transaction, request: EndTransactionRequest, { now }: DecisionContext) {
  if (transaction.producerId !== request.producerId) return refuse('invalid-producer-id-mapping')
  if (transaction.producerEpoch !== request.producerEpoch) return refuse('producer-fenced')
  const { prepared, completed } = statesOf(request)
  if (transaction.state === 'Ongoing') {
    const next: Transaction = {
      ...transaction,
      state: prepared,
      previousProducerId: transaction.producerId,
      nextProducerId: noProducerId,
      lastUpdateTimestamp: now,
      clientTransactionVersion: 0,
    }
    return transition(next, unchangedIdentity)
  }
  if (transaction.state === completed) return answer(unchangedIdentity)
  return refuse(transaction.state === prepared ? 'concurrent-transactions' : 'invalid-txn-state')
}

/**
 * Clients of KIP-890. The epoch tells a repeated request (one below ours) from the next one (ours). An abort is allowed
 * without a transaction: the client cannot know whether one was begun here.
 */
function endRaisingEpoch(
  transaction: Transaction,
  request: EndTransactionRequest,
  context: DecisionContext,
): Decision<ProducerIdentityResult> {
  const { state, producerId, producerEpoch } = transaction
  const isAfterOverflow =
    transaction.previousProducerId === request.producerId &&
    request.producerEpoch === maxProducerEpoch - 1 &&
    producerEpoch === 0
  const isRepeated = isAfterOverflow || producerEpoch === request.producerEpoch + 1
  if (producerId !== request.producerId && !isAfterOverflow) return refuse('invalid-producer-id-mapping')
  if (!isEpochValid(transaction, request, isRepeated ? 'repeated' : 'next')) return refuse('producer-fenced')
  const { prepared, completed } = statesOf(request)
  if (state === 'Ongoing') return prepare(transaction, prepared, { ...context, version: 2 })
  if (state === prepared) return refuse('concurrent-transactions')
  if (isRepeated) {
    return state === completed ? answer({ error: null, producerId, producerEpoch }) : refuse('invalid-txn-state')
  }
  if (state === 'PrepareCommit' || state === 'PrepareAbort' || request.outcome === 'commit') {
    return refuse('invalid-txn-state')
  }
  const begunNow = { ...transaction, startTimestamp: context.now }
  return prepare(begunNow, prepared, { ...context, version: 2 })
}

function isEpochValid(
  { state, producerEpoch }: Transaction,
  request: EndTransactionRequest,
  turn: 'repeated' | 'next',
): boolean {
  const isCurrent = request.producerEpoch === producerEpoch
  if (state === 'Ongoing' || state === 'Empty') return isCurrent
  if (state === 'PrepareCommit' || state === 'PrepareAbort') return request.producerEpoch + 1 === producerEpoch
  return turn === 'repeated' || isCurrent
}

/**
 * Aborts an open transaction over its client's head: because it took too long, or because another client came. The epoch
 * is raised, so that the client is fenced.
 */
export function fence(
  transaction: Transaction,
  context: DecisionContext & { readonly serverTransactionVersion: TransactionVersion },
): Decision<null> {
  if (transaction.state !== 'Ongoing') return answer(null)
  if (raisesEpochAtEnd(context.serverTransactionVersion)) {
    const decision = prepare(transaction, 'PrepareAbort', { ...context, version: 2 })
    return decision.kind === 'transition' ? transition(decision.next, null) : needsProducerId
  }
  const next: Transaction = {
    ...transaction,
    state: 'PrepareAbort',
    previousProducerId: transaction.producerId,
    nextProducerId: noProducerId,
    producerEpoch: raised(transaction.producerEpoch),
    lastProducerEpoch: noProducerEpoch,
    lastUpdateTimestamp: context.now,
    clientTransactionVersion: 0,
  }
  return transition(next, null)
}

interface PrepareContext extends DecisionContext {
  readonly version: TransactionVersion
}

/** Raises the epoch; when that is the last, a new producer id stands by for the time after. */
function prepare(
  transaction: Transaction,
  state: 'PrepareCommit' | 'PrepareAbort',
  { now, newProducerId, version }: PrepareContext,
):
  | { readonly kind: 'transition'; readonly next: Transaction; readonly result: ProducerIdentityResult }
  | typeof needsProducerId {
  const { producerId, producerEpoch } = transaction
  const isLast = isEpochExhausted(producerEpoch)
  if (isLast && newProducerId === null) return needsProducerId
  const next: Transaction = {
    ...transaction,
    state,
    previousProducerId: producerId,
    nextProducerId: isLast && newProducerId !== null ? newProducerId : noProducerId,
    producerEpoch: raised(producerEpoch),
    lastProducerEpoch: producerEpoch,
    lastUpdateTimestamp: now,
    clientTransactionVersion: version,
  }
  const after = completeTransaction(next, now)
  return {
    kind: 'transition',
    next,
    result: { error: null, producerId: after.producerId, producerEpoch: after.producerEpoch },
  }
}

/** All markers are written. @throws Error unless the transaction is being ended. */
export function completeTransaction(transaction: Transaction, now: bigint): Transaction {
  const { state, nextProducerId, producerId, clientTransactionVersion } = transaction
  if (state !== 'PrepareCommit' && state !== 'PrepareAbort') {
    throw new Error(`transaction ${transaction.transactionalId} cannot be completed: it is ${state}`)
  }
  const rotates = raisesEpochAtEnd(clientTransactionVersion) && nextProducerId !== noProducerId
  return {
    ...transaction,
    state: state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    previousProducerId: producerId,
    producerId: rotates ? nextProducerId : producerId,
    producerEpoch: rotates ? 0 : transaction.producerEpoch,
    nextProducerId: noProducerId,
    partitions: noPartitions,
    lastUpdateTimestamp: now,
  }
}

const unchangedIdentity = { error: null, producerId: noProducerId, producerEpoch: noProducerEpoch } as const

function statesOf({ outcome }: EndTransactionRequest) {
  return outcome === 'commit'
    ? ({ prepared: 'PrepareCommit', completed: 'CompleteCommit' } as const)
    : ({ prepared: 'PrepareAbort', completed: 'CompleteAbort' } as const)
}

function raised(epoch: number): number {
  return Math.min(epoch + 1, maxProducerEpoch)
}
