import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import {
  decodeTransactionStateValue,
  encodeTransactionStateKey,
} from '../../../broker/transactions/records/transaction-state-record.ts'
import { defaultTransactionConfig } from '../../../broker/transactions/transaction-config.ts'
import { TransactionCoordinator } from '../../../broker/transactions/transaction-coordinator.ts'
import type { TransactionErrorKind } from '../../../broker/transactions/transaction-error.ts'
import type {
  ProducerIdentity,
  ProducerIdentityResult,
  TransactionDescription,
  TransactionMarker,
  TransactionOutcome,
} from '../../../broker/transactions/transaction-messages.ts'
import { transactionStates, transactionToRecord } from '../../../broker/transactions/transaction-record.ts'
import type { TransactionVersion } from '../../../broker/transactions/transaction.ts'
import { MemoryTransactions } from './memory-transactions.ts'

const transactionalId = 'x'

/** A state as the log has it; partitions as `topic-partition`, sorted. */
export interface LoggedTransaction extends ProducerIdentity {
  readonly state: string
  readonly partitions: readonly string[]
}

/** One end of a transaction: what was decided, and what followed until the next record. */
interface EndOfTransaction {
  readonly prepared: LoggedTransaction
  readonly markers: TransactionMarker[]
  isCompleted: boolean
}

interface ToldCommit extends ProducerIdentity {
  readonly partitions: readonly string[]
  readonly version: TransactionVersion
}

interface SimulatedClient {
  identity: ProducerIdentity
  partitions: Set<string>
  /** An end whose answer was lost. A client does nothing else before it knows. */
  unansweredEnd: TransactionOutcome | null
  /** The oldest clients speak neither KIP-890 nor anything near it. */
  readonly version: TransactionVersion
}

/** Three clients who believe that the same transactional id is theirs. */
export class TransactionSimulation {
  readonly clock = new ManualClock(0)
  readonly storage = new MemoryTransactions()
  /** Commits that a client was told of, with the identity that their markers must carry. */
  readonly told: ToldCommit[] = []
  readonly #clients: readonly SimulatedClient[]
  readonly #serverVersion: TransactionVersion
  #nextProducerId = 2n
  #coordinator: TransactionCoordinator

  constructor(serverVersion: TransactionVersion, firstEpoch: number) {
    this.#serverVersion = serverVersion
    this.#clients = [serverVersion, serverVersion, 0 as const].map((version) => ({
      identity: { producerId: -1n, producerEpoch: -1 },
      partitions: new Set(),
      unansweredEnd: null,
      version,
    }))
    this.#coordinator = this.#open()
    this.#begin(firstEpoch)
  }

  /** Null when the client has the id now. */
  async init(how: {
    readonly client: number
    readonly goesOn: boolean
    readonly isAnswerLost: boolean
  }): Promise<TransactionErrorKind | null> {
    const client = this.#client(how.client)
    const expected = how.goesOn && client.identity.producerId !== -1n ? client.identity : null
    const result = await this.#coordinator.initProducer({ transactionalId, timeoutMs: 60_000, expected })
    if (result.error === null && !how.isAnswerLost) this.#become(client, result)
    return result.error
  }

  add({
    client: index,
    topic,
    partition,
  }: {
    readonly client: number
    readonly topic: string
    readonly partition: number
  }): void {
    const client = this.#client(index)
    if (client.unansweredEnd !== null) return
    const error = this.#coordinator.addPartitions({
      transactionalId,
      ...client.identity,
      partitions: [{ topic, partition }],
      clientTransactionVersion: client.version,
    })
    if (error === null) client.partitions.add(`${topic}-${partition}`)
  }

  async end(how: {
    readonly client: number
    readonly outcome: TransactionOutcome
    readonly isAnswerLost: boolean
  }): Promise<void> {
    const client = this.#client(how.client)
    const outcome = client.unansweredEnd ?? how.outcome
    const { producerId, producerEpoch } = client.identity
    const request = { transactionalId, producerId, producerEpoch, outcome, clientTransactionVersion: client.version }
    const result = await this.#coordinator.endTransaction(request)
    if (result.error !== null) return
    if (how.isAnswerLost) {
      client.unansweredEnd = outcome
      return
    }
    const partitions = [...client.partitions].sort()
    const markedEpoch = client.version === 2 ? producerEpoch + 1 : producerEpoch
    if (outcome === 'commit' && partitions.length > 0) {
      this.told.push({ producerId, producerEpoch: markedEpoch, partitions, version: client.version })
    }
    this.#become(client, result)
  }

  restart(): void {
    this.#coordinator.close()
    this.storage.coordinatorEpoch += 1
    this.#coordinator = this.#open()
    const partition = this.#coordinator.partitionFor(transactionalId)
    this.#coordinator.beginLoading(partition)
    for (const record of this.storage.records) this.#coordinator.replay(record)
    this.#coordinator.finishLoading(partition)
  }

  /** The disk takes everything again, and what could not be ended before is. */
  heal(): void {
    this.storage.writesLeft = Number.POSITIVE_INFINITY
    this.storage.refusingTopics.clear()
    this.clock.advance(defaultTransactionConfig.abortTimedOutIntervalMs)
  }

  described(): readonly TransactionDescription[] {
    return [this.#coordinator.describeTransaction(transactionalId)]
  }

  get logged(): readonly LoggedTransaction[] {
    return this.storage.records.map(({ value }) => readState(value))
  }

  get steps(): readonly EndOfTransaction[] {
    const steps: EndOfTransaction[] = []
    for (const written of this.storage.journal) {
      const last = steps.at(-1)
      if (!('key' in written)) last?.markers.push(written)
      else {
        const logged = readState(written.value)
        if (logged.state.startsWith('Prepare')) steps.push({ prepared: logged, markers: [], isCompleted: false })
        if (logged.state.startsWith('Complete') && last !== undefined) last.isCompleted = true
      }
    }
    return steps
  }

  #client(index: number): SimulatedClient {
    const client = this.#clients[index]
    if (client === undefined) throw new Error(`there is no client ${index}`)
    return client
  }

  /** Clients before KIP-890 are not told who they are at the end of a transaction. */
  #become(client: SimulatedClient, result: Extract<ProducerIdentityResult, { readonly error: null }>): void {
    const { producerId, producerEpoch } = result
    if (producerId !== -1n) client.identity = { producerId, producerEpoch }
    client.partitions = new Set()
    client.unansweredEnd = null
  }

  /** The id has lived for a while: its producer stands at this epoch. */
  #begin(producerEpoch: number): void {
    const value = transactionToRecord(
      {
        transactionalId,
        producerId: 1n,
        previousProducerId: 1n,
        nextProducerId: -1n,
        producerEpoch,
        lastProducerEpoch: -1,
        timeoutMs: 60_000,
        state: 'Empty',
        partitions: new Map(),
        startTimestamp: -1n,
        lastUpdateTimestamp: 0n,
        clientTransactionVersion: 0,
      },
      this.#serverVersion,
    )
    this.storage.journal.push({ key: encodeTransactionStateKey(transactionalId), value })
    this.restart()
  }

  #open(): TransactionCoordinator {
    return new TransactionCoordinator({
      storage: this.storage,
      markers: this.storage,
      clock: this.clock,
      config: defaultTransactionConfig,
      transactionVersion: () => this.#serverVersion,
      producerIds: { next: async () => this.#nextProducerId++ },
    })
  }
}

function readState(value: Uint8Array | null): LoggedTransaction {
  if (value === null) throw new Error('the id was deleted')
  const { producerId, producerEpoch, transactionStatus, transactionPartitions } = decodeTransactionStateValue(value)
  const listed = (transactionPartitions ?? []).flatMap(({ topic, partitionIds }) =>
    partitionIds.map((partition) => `${topic}-${partition}`),
  )
  return { producerId, producerEpoch, state: transactionStates[transactionStatus] ?? '', partitions: listed.sort() }
}
