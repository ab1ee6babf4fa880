import { offsetsTopicName } from '../../broker/handlers/internal-topics.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { txnOffsetCommit } from '../../broker/protocol/messages/txn-offset-commit.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import type { RecordInput } from '../../broker/records/record.ts'
import { end, initTransactions, type Producer } from '../support/transactions/transactional-client.ts'
import { committedOffset, createOffsetsTopic } from './groups-model.ts'
import { SimulationFailure, type PartitionModel, type SentRecord } from './partition-model.ts'
import { readCommitted } from './read-committed.ts'
import { clientOf } from './simulated-client.ts'
import type { Simulation } from './simulation.ts'

/**
 * What became of a transaction, as far as its producer knows: `deciding` is one whose commit was asked for and not acknowledged, `unknown` one
 * that lived through a power cut. What is `open` will never be committed by a producer that has lost its identity.
 */
type Fate = 'open' | 'deciding' | 'committed' | 'aborted' | 'unknown'

export interface ModelTransaction {
  fate: Fate
  readonly writes: Write[]
  /** What it commits for the group of its producer. */
  offset: bigint | null
}

interface Write {
  readonly model: PartitionModel
  readonly offset: bigint
  readonly record: SentRecord
}

interface ModelClient {
  producer: Producer | null
  current: ModelTransaction | null
  readonly all: ModelTransaction[]
  /** By partition, within the transaction: each has an epoch of its own, and with it sequences from 0. */
  readonly sequences: Map<PartitionModel, number>
  /** With each power cut another one, because what was decided under the last may be forgotten. */
  life: number
}

const timeoutMs = 60_000
const passing: readonly number[] = [
  errorCode.CONCURRENT_TRANSACTIONS,
  errorCode.COORDINATOR_NOT_AVAILABLE,
  errorCode.COORDINATOR_LOAD_IN_PROGRESS,
]
/** What a producer may hear whose transaction took too long, or whose id was not used for a week. */
const overtaken: readonly number[] = [
  ...passing,
  errorCode.INVALID_PRODUCER_EPOCH,
  errorCode.PRODUCER_FENCED,
  errorCode.INVALID_TXN_STATE,
  errorCode.INVALID_PRODUCER_ID_MAPPING,
  errorCode.TRANSACTION_ABORTABLE,
]

/** The transactional producers, and what consumers of committed records may see of theirs. */
export class TransactionsModel {
  readonly #clients = new Map<number, ModelClient>()
  #nextOffset = 0n

  /** Writes within the producer's transaction, which begins with that. */
  async write(
    simulation: Simulation,
    id: number,
    { model, inputs, sent }: { model: PartitionModel; inputs: readonly RecordInput[]; sent: readonly SentRecord[] },
  ): Promise<void> {
    const client = await this.#ready(simulation, id)
    const log = simulation.logOf(model)
    if (client === null || client.producer === null || log === undefined) return
    const transaction = beginOrGoOn(client)
    const records = sent.map((record) => ({ ...record, transaction }))
    const expected = log.logEndOffset
    const { producer } = client
    const baseSequence = client.sequences.get(model) ?? 0
    let isRefused = false
    const isDone = await simulation.attempt(async () => {
      const { producerId, producerEpoch, transactionalId } = producer
      const batch = buildBatch(inputs, { producerId, producerEpoch, baseSequence, isTransactional: true })
      const partitionData = [{ index: log.partition, records: batch }]
      const topicData = [{ name: log.topic, partitionData }]
      const request = { transactionalId, acks: -1, timeoutMs: 10_000, topicData }
      const { responses } = await clientOf(simulation.broker).request(produce, 12, request)
      const code = responses[0]?.partitionResponses[0]?.errorCode ?? -1
      isRefused = this.#isRefused(simulation, { code, what: `produce to ${model.name}` })
    })
    const isThere = isDone && !isRefused
    if (isThere) model.acknowledge(expected, records)
    else if (simulation.machine.isDead || log.logEndOffset > expected) model.doubt(expected, records)
    records.forEach((record, at) => transaction.writes.push({ model, offset: expected + BigInt(at), record }))
    client.sequences.set(model, baseSequence + records.length)
    if (!isThere) leave(client)
    else if (log.recoveryPoint > model.durableEnd) model.durableEnd = log.recoveryPoint
  }

  /** Commits an offset for the producer's group within its transaction; each is further than the last. */
  async commitOffset(simulation: Simulation, id: number): Promise<void> {
    const client = await this.#ready(simulation, id)
    if (client === null || client.producer === null) return
    const transaction = beginOrGoOn(client)
    const offset = (this.#nextOffset += 1n)
    const { producer } = client
    let isRefused = false
    const isDone = await simulation.attempt(async () => {
      await createOffsetsTopic(simulation)
      const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: null }]
      // A topic that is never deleted.
      const topics = [{ name: offsetsTopicName, partitions }]
      const request = { ...producer, groupId: groupOf(producer), topics }
      const answer = await clientOf(simulation.broker).request(txnOffsetCommit, 5, request)
      const code = answer.topics[0]?.partitions[0]?.errorCode ?? -1
      isRefused = this.#isRefused(simulation, { code, what: 'TxnOffsetCommit' })
    })
    transaction.offset = offset
    if (!isDone || isRefused) leave(client)
  }

  async end(simulation: Simulation, id: number, outcome: 'commit' | 'abort'): Promise<void> {
    const client = this.#clients.get(id)
    const { producer = null, current: transaction = null } = client ?? {}
    if (client === undefined || producer === null || transaction === null) return
    let code: number = errorCode.NONE
    const isDone = await simulation.attempt(async () => {
      const answer = await end(clientOf(simulation.broker), producer, outcome)
      code = answer.errorCode
      client.producer = { ...producer, producerId: answer.producerId, producerEpoch: answer.producerEpoch }
    })
    const isEnded = isDone && code === errorCode.NONE
    if (isEnded) transaction.fate = outcome === 'commit' ? 'committed' : 'aborted'
    // An error says that it is not committed, unless it comes from a disk of which nothing is known.
    else if (outcome === 'commit' && (!isDone || simulation.machine.hasFailed)) transaction.fate = 'deciding'
    else this.#isRefused(simulation, { code, what: 'EndTxn' })
    client.current = null
    client.sequences.clear()
    if (!isEnded) leave(client)
    else if (!simulation.machine.hasFailed) await this.check(simulation)
  }

  /** New producers take all transactional ids over: whatever was open is aborted, and nothing keeps consumers waiting. */
  async takeOver(simulation: Simulation): Promise<void> {
    for (const [id, client] of this.#clients) {
      leave(client)
      await this.#ready(simulation, id)
      // The first may be told that the transaction before is being ended.
      if (client.producer === null) await this.#ready(simulation, id)
      if (client.producer === null) throw new SimulationFailure(`the producer ${id} cannot begin anew`)
    }
  }

  /** After a start. */
  async checkAndAccept(simulation: Simulation, { cutPower }: { readonly cutPower: boolean }): Promise<void> {
    for (const client of this.#clients.values()) {
      if (cutPower) {
        for (const transaction of client.all) transaction.fate = 'unknown'
        leave(client)
        client.life += 1
      }
      // What was decided has been done by now, if the disk lets it.
      if (!simulation.machine.hasFailed) await this.#resolve(simulation, client)
    }
    await this.check(simulation)
  }

  /** What consumers of committed records see, against what producers were told. */
  async check(simulation: Simulation): Promise<void> {
    for (const model of simulation.topics.partitions()) {
      const writes = this.#writesTo(model)
      const log = simulation.logOf(model)
      if (writes.length === 0 || log === undefined) continue
      const seen = await readCommitted(clientOf(simulation.broker), log)
      const mayWait = writes.some(([{ fate }]) => fate !== 'committed' && fate !== 'aborted')
      for (const [{ fate }, { offset, record }] of writes) {
        if (offset < log.logStartOffset) continue
        const isSeen = seen.offsets.has(offset)
        if (isSeen && (fate === 'open' || fate === 'aborted')) {
          throw new SimulationFailure(`${model.name} shows ${record.text}, whose transaction is ${fate}`)
        }
        const mustBeSeen = fate === 'committed' && !model.isCompacted && !simulation.machine.hasFailed
        if (mustBeSeen && !isSeen && !(mayWait && offset >= seen.lastStableOffset)) {
          throw new SimulationFailure(`${model.name} hides ${record.text} at offset ${offset}, which was committed`)
        }
      }
    }
    this.#checkOffsets(simulation)
  }

  #checkOffsets(simulation: Simulation): void {
    for (const [id, { all, life }] of this.#clients) {
      const found = committedOffset(simulation, groupOf({ transactionalId: idOf(id, life) }), offsetsTopicName)
      const by = all.find(({ offset }) => offset === found)
      if (found >= 0n && (by === undefined || by.fate === 'open' || by.fate === 'aborted')) {
        throw new SimulationFailure(`offset ${found} counts, whose transaction is ${by?.fate}`)
      }
      const promised = all.findLast(({ fate, offset }) => fate === 'committed' && offset !== null)?.offset ?? -1n
      if (found < promised && !simulation.machine.hasFailed) {
        throw new SimulationFailure(`offset ${found} counts, though ${promised} was committed in a transaction`)
      }
    }
  }

  /** Whether a commit was decided whose answer got lost shows by any trace of it, and holds for all of it then. */
  async #resolve(simulation: Simulation, { all, life }: ModelClient): Promise<void> {
    for (const transaction of all.filter(({ fate }) => fate === 'deciding')) {
      const isSeen: boolean[] = []
      for (const model of new Set(transaction.writes.map((write) => write.model))) {
        const log = simulation.logOf(model)
        if (log === undefined || model.isCompacted || !simulation.topics.partitions().includes(model)) continue
        const { offsets } = await readCommitted(clientOf(simulation.broker), log)
        const writes = this.#writesTo(model).filter(([other]) => other === transaction)
        for (const [, { offset }] of writes) if (offset >= log.logStartOffset) isSeen.push(offsets.has(offset))
      }
      const transactionalId = [...this.#clients].find(([, client]) => client.all === all)?.[0] ?? 0
      const { offset } = transaction
      const group = groupOf({ transactionalId: idOf(transactionalId, life) })
      if (offset !== null) isSeen.push(committedOffset(simulation, group, offsetsTopicName) >= offset)
      // Without any trace it may be either.
      transaction.fate = isSeen.length === 0 ? 'unknown' : isSeen.includes(true) ? 'committed' : 'aborted'
    }
  }

  /** Those that are in the log, as far as is known. */
  #writesTo(model: PartitionModel): (readonly [ModelTransaction, Write])[] {
    return [...this.#clients.values()].flatMap(({ all }) =>
      all.flatMap((transaction) =>
        transaction.writes
          .filter((write) => write.model === model && model.records.get(write.offset) === write.record)
          .map((write) => [transaction, write] as const),
      ),
    )
  }

  /** A client with an identity; null when there is none to be had at the moment. */
  async #ready(simulation: Simulation, id: number): Promise<ModelClient | null> {
    const client = this.#clients.get(id) ?? { producer: null, current: null, all: [], sequences: new Map(), life: 0 }
    this.#clients.set(id, client)
    if (client.producer !== null) return client
    await simulation.attempt(async () => {
      const answer = await initTransactions(clientOf(simulation.broker), idOf(id, client.life), { timeoutMs })
      const isRefused = this.#isRefused(simulation, { code: answer.errorCode, what: 'InitProducerId', known: passing })
      if (!isRefused && !simulation.machine.isDead) client.producer = answer
    })
    if (client.producer === null) return null
    for (const transaction of client.all) if (transaction.fate === 'open') transaction.fate = 'aborted'
    return client
  }

  #isRefused(
    { machine }: Simulation,
    { code, what, known = overtaken }: { code: number; what: string; known?: readonly number[] },
  ): boolean {
    if (code !== errorCode.NONE && !machine.isDead && !machine.hasFailed && !known.includes(code)) {
      throw new SimulationFailure(`${what} was answered with error ${code}, though the disk is well`)
    }
    return code !== errorCode.NONE
  }
}

function beginOrGoOn(client: ModelClient): ModelTransaction {
  if (client.current !== null) return client.current
  const transaction: ModelTransaction = { fate: 'open', writes: [], offset: null }
  client.all.push(transaction)
  client.current = transaction
  return transaction
}

/** The producer ends without a word; whoever comes after it begins with its id. */
function leave(client: ModelClient): void {
  client.producer = null
  client.current = null
  client.sequences.clear()
}

function idOf(client: number, life: number): string {
  return `t${client}.${life}`
}

function groupOf({ transactionalId }: Pick<Producer, 'transactionalId'>): string {
  return `group of ${transactionalId}`
}
