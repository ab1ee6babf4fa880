import type { Timer } from '../environment/clock.ts'
import { addPartitions, verifyPartitions } from './add-partitions.ts'
import { answer, type Decision, type DecisionContext } from './decision.ts'
import { endTransaction, fence } from './end-transaction.ts'
import { initProducer } from './init-producer.ts'
import { decodeTransactionStateKey, decodeTransactionStateValue } from './records/transaction-state-record.ts'
import type { TransactionConfig } from './transaction-config.ts'
import type { TransactionErrorKind } from './transaction-error.ts'
import { isExpired, isTimedOut } from './transaction-expiry.ts'
import { describeTransaction, listTransaction, passesFilter, unknownStates } from './transaction-listing.ts'
import type {
  AddPartitionsRequest,
  EndTransactionRequest,
  InitProducerRequest,
  PartitionVerification,
  ProducerIdentityResult,
  TransactionDescription,
  TransactionFilter,
  TransactionListings,
  VerifyPartitionsRequest,
} from './transaction-messages.ts'
import { transactionFromRecord } from './transaction-record.ts'
import { TransactionRegistry, type TransactionRegistryOptions } from './transaction-registry.ts'
import type { TransactionLogRecord } from './transaction-storage.ts'
import { isEnding, type Transaction } from './transaction.ts'

export interface TransactionCoordinatorOptions extends TransactionRegistryOptions {
  readonly config: TransactionConfig
  readonly producerIds: { next(): Promise<bigint> }
}

/**
 * Coordinates the transactions of this broker: who may write under a transactional id, to which partitions, and how it ends.
 *
 * No request throws: what is wrong is in the answer. What needs a producer id waits for one, so those requests give
 * promises; everything else is answered at once. What a client is told has been written before. A transaction whose end
 * is decided is ended: markers that cannot be written now are written later, by a timer or after the next start.
 */
export class TransactionCoordinator {
  readonly #options: TransactionCoordinatorOptions
  readonly #registry: TransactionRegistry
  readonly #loading = new Set<number>()
  #abortSweep: Timer
  #expirySweep: Timer
  #isClosed = false

  constructor(options: TransactionCoordinatorOptions) {
    this.#options = options
    this.#registry = new TransactionRegistry(options)
    this.#abortSweep = this.#abortLater()
    this.#expirySweep = this.#expireLater()
  }

  /** The partition of `__transaction_state` that holds a transactional id. */
  partitionFor(transactionalId: string): number {
    return this.#registry.partitionFor(transactionalId)
  }

  /** From here to `finishLoading` the partition's ids answer `coordinator-load-in-progress`. */
  beginLoading(partition: number): void {
    this.#loading.add(partition)
  }

  /** Takes one record of `__transaction_state`, in offset order. @throws MalformedBytesError when it cannot be understood. */
  replay({ key, value }: TransactionLogRecord): void {
    const transactionalId = decodeTransactionStateKey(key)
    if (transactionalId === null) return
    const transaction =
      value === null ? null : transactionFromRecord(transactionalId, decodeTransactionStateValue(value))
    this.#registry.replay(transactionalId, transaction)
  }

  /** Opens the partition's ids, and ends the transactions whose end was decided before. */
  finishLoading(partition: number): void {
    if (this.#isClosed) return
    this.#loading.delete(partition)
    for (const { transactionalId } of this.#registry.all().filter(isEnding)) {
      if (this.partitionFor(transactionalId) === partition) this.#registry.complete(transactionalId)
    }
  }

  /** A client takes a transactional id over; the timeout counts for each of its transactions. */
  async initProducer(request: InitProducerRequest): Promise<ProducerIdentityResult> {
    const { transactionalId, timeoutMs } = request
    const isTimeoutValid = timeoutMs > 0 && timeoutMs <= this.#options.config.maxTimeoutMs
    if (transactionalId !== '' && !isTimeoutValid) return { error: 'invalid-transaction-timeout' }
    const serverTransactionVersion = this.#options.transactionVersion()
    return this.#decide(transactionalId, (transaction, context) =>
      initProducer(transaction, request, { ...context, serverTransactionVersion }),
    )
  }

  /** Takes partitions into the producer's transaction (AddPartitionsToTxn, AddOffsetsToTxn); null when they are in it. */
  addPartitions(request: AddPartitionsRequest): TransactionErrorKind | null {
    const { transactionalId } = request
    const error = this.#unavailable(transactionalId)
    if (error !== null) return error
    const decision = addPartitions(this.#registry.get(transactionalId), request, this.#now())
    if (decision.kind !== 'transition') return decision.kind === 'answer' ? decision.result : null
    return this.#registry.put(decision.next) ? decision.result : 'coordinator-not-available'
  }

  /** Whether the producer may append to the partitions within its transaction. */
  verifyPartitions(request: VerifyPartitionsRequest): readonly PartitionVerification[] {
    const error = this.#unavailable(request.transactionalId)
    if (error !== null) return request.partitions.map((partition) => ({ ...partition, error }))
    return verifyPartitions(this.#registry.get(request.transactionalId), request)
  }

  /** Commits or aborts (EndTxn). When it says so, it is decided for good. */
  async endTransaction(request: EndTransactionRequest): Promise<ProducerIdentityResult> {
    return this.#decide(request.transactionalId, (transaction, context) =>
      endTransaction(transaction, request, context),
    )
  }

  describeTransaction(transactionalId: string): TransactionDescription {
    const error = this.#unavailable(transactionalId)
    if (error !== null) return { transactionalId, error }
    const transaction = this.#registry.get(transactionalId)
    return transaction === null
      ? { transactionalId, error: 'transactional-id-not-found' }
      : describeTransaction(transaction)
  }

  listTransactions(filter: TransactionFilter): TransactionListings {
    const refused = (error: TransactionErrorKind) => ({ error, unknownStates: [], transactions: [] })
    if (this.#isClosed) return refused('coordinator-not-available')
    if (this.#loading.size > 0) return refused('coordinator-load-in-progress')
    const now = this.#now()
    const transactions = this.#registry.all().filter((transaction) => passesFilter(transaction, filter, now))
    return { error: null, unknownStates: unknownStates(filter), transactions: transactions.map(listTransaction) }
  }

  /** Cancels the timers. Nothing is written any more; what is open goes on after the next start. */
  close(): void {
    this.#isClosed = true
    this.#abortSweep.cancel()
    this.#expirySweep.cancel()
  }

  /** Decides on the state as it is once a producer id is there, should one be needed, and carries the decision out. */
  async #decide<Result>(
    transactionalId: string,
    decide: (transaction: Transaction | null, context: DecisionContext) => Decision<Result>,
  ): Promise<Result | { readonly error: TransactionErrorKind }> {
    let newProducerId: bigint | null = null
    for (;;) {
      const error = this.#unavailable(transactionalId)
      if (error !== null) return { error }
      const decision = decide(this.#registry.get(transactionalId), { now: this.#now(), newProducerId })
      if (decision.kind === 'answer') return decision.result
      if (decision.kind === 'transition') {
        if (!this.#registry.put(decision.next)) return { error: 'coordinator-not-available' }
        this.#registry.complete(transactionalId)
        return decision.result
      }
      try {
        newProducerId = await this.#options.producerIds.next()
      } catch (cause) {
        this.#options.onStorageError?.(transactionalId, cause)
        return { error: 'coordinator-not-available' }
      }
    }
  }

  /** Aborts what took too long, and goes on with what could not be ended before. */
  #abortLater(): Timer {
    return this.#options.clock.setTimer(this.#options.config.abortTimedOutIntervalMs, () => {
      const now = this.#now()
      for (const transaction of this.#registry.all()) {
        const { transactionalId } = transaction
        if (this.#unavailable(transactionalId) !== null) continue
        if (isEnding(transaction)) this.#registry.complete(transactionalId)
        else if (isTimedOut(transaction, now)) void this.#abortTimedOut(transactionalId)
      }
      this.#abortSweep = this.#abortLater()
    })
  }

  async #abortTimedOut(transactionalId: string): Promise<unknown> {
    const serverTransactionVersion = this.#options.transactionVersion()
    return this.#decide<unknown>(transactionalId, (transaction, context) =>
      // The transaction may have ended while a producer id was fetched.
      transaction !== null && isTimedOut(transaction, context.now)
        ? fence(transaction, { ...context, serverTransactionVersion })
        : answer(null),
    )
  }

  #expireLater(): Timer {
    const { clock, config } = this.#options
    return clock.setTimer(config.removeExpiredIntervalMs, () => {
      const now = this.#now()
      for (const transaction of this.#registry.all()) {
        const { transactionalId } = transaction
        if (this.#unavailable(transactionalId) !== null) continue
        if (isExpired(transaction, now, config.transactionalIdExpirationMs)) this.#registry.remove(transactionalId)
      }
      this.#expirySweep = this.#expireLater()
    })
  }

  #unavailable(transactionalId: string): TransactionErrorKind | null {
    if (transactionalId === '') return 'invalid-request'
    if (this.#isClosed) return 'coordinator-not-available'
    return this.#loading.has(this.partitionFor(transactionalId)) ? 'coordinator-load-in-progress' : null
  }

  #now(): bigint {
    return BigInt(this.#options.clock.now())
  }
}
