import { coordinatorPartition } from '../bytes/java-hash.ts'
import type { Clock } from '../environment/clock.ts'
import { completeTransaction } from './end-transaction.ts'
import { encodeTransactionStateKey } from './records/transaction-state-record.ts'
import { listPartitions, withoutPartition } from './transaction-partitions.ts'
import { transactionToRecord } from './transaction-record.ts'
import type { TransactionMarkerWriter, TransactionStorage } from './transaction-storage.ts'
import { isEnding, type Transaction, type TransactionVersion } from './transaction.ts'

export interface TransactionRegistryOptions {
  readonly storage: TransactionStorage
  readonly markers: TransactionMarkerWriter
  readonly clock: Clock
  /** The finalised level of the feature `transaction.version`. */
  readonly transactionVersion: () => TransactionVersion
  /** Told of each write that failed; what it was to say is tried again, or the client is told to. */
  readonly onStorageError?: (transactionalId: string, cause: unknown) => void
}

/** All transactions, and the log that is always ahead of them. */
export class TransactionRegistry {
  readonly #options: TransactionRegistryOptions
  readonly #transactions = new Map<string, Transaction>()

  constructor(options: TransactionRegistryOptions) {
    this.#options = options
  }

  partitionFor(transactionalId: string): number {
    return coordinatorPartition(transactionalId, this.#options.storage.partitionCount)
  }

  get(transactionalId: string): Transaction | null {
    return this.#transactions.get(transactionalId) ?? null
  }

  all(): readonly Transaction[] {
    return [...this.#transactions.values()]
  }

  /** Takes over what the log says already. */
  replay(transactionalId: string, transaction: Transaction | null): void {
    if (transaction === null) this.#transactions.delete(transactionalId)
    else this.#transactions.set(transactionalId, transaction)
  }

  /** Writes the new state and takes it over; false, and nothing has changed, when it could not be written. */
  put(next: Transaction): boolean {
    const value = transactionToRecord(next, this.#options.transactionVersion())
    if (!this.#append(next.transactionalId, value)) return false
    this.#transactions.set(next.transactionalId, next)
    return true
  }

  /** Deletes the id, in the log first. */
  remove(transactionalId: string): void {
    if (this.#append(transactionalId, null)) this.#transactions.delete(transactionalId)
  }

  /**
   * Writes the markers of a transaction that is being ended, and then that it is complete. What cannot be written is left
   * for the next call; each partition that has its marker is left out from then on, until a restart.
   */
  complete(transactionalId: string): void {
    const ending = this.get(transactionalId)
    if (ending === null || !isEnding(ending)) return
    const left = this.#writeMarkers(ending)
    this.#transactions.set(transactionalId, left)
    if (left.partitions.size === 0) this.put(completeTransaction(left, BigInt(this.#options.clock.now())))
  }

  /** What is left to do after. */
  #writeMarkers(ending: Transaction): Transaction {
    const { transactionalId, producerId, producerEpoch, state, clientTransactionVersion } = ending
    const { storage, markers } = this.#options
    const common = {
      producerId,
      producerEpoch,
      outcome: state === 'PrepareCommit' ? 'commit' : 'abort',
      transactionVersion: clientTransactionVersion,
    } as const
    let { partitions } = ending
    for (const partition of listPartitions(ending.partitions)) {
      try {
        const coordinatorEpoch = storage.leaderEpoch(this.partitionFor(transactionalId))
        markers.write({ ...common, ...partition, coordinatorEpoch })
        partitions = withoutPartition(partitions, partition)
      } catch (cause) {
        this.#options.onStorageError?.(transactionalId, cause)
      }
    }
    return { ...ending, partitions }
  }

  #append(transactionalId: string, value: Uint8Array | null): boolean {
    const { storage, clock } = this.#options
    try {
      const record = { key: encodeTransactionStateKey(transactionalId), value }
      storage.append(this.partitionFor(transactionalId), record, BigInt(clock.now()))
      return true
    } catch (cause) {
      this.#options.onStorageError?.(transactionalId, cause)
      return false
    }
  }
}
