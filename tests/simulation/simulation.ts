import { codeOfThrown } from '../../broker/handlers/error-translation.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import type { PartitionLog } from '../../broker/log/partition-log.ts'
import { checkDirectory } from './directory-rules.ts'
import { GroupsModel } from './groups-model.ts'
import { Machine, type Death } from './machine.ts'
import { SimulationFailure, type PartitionModel } from './partition-model.ts'
import { SimulatedBroker } from './simulated-broker.ts'
import { TopicsModel } from './topics-model.ts'
import { TransactionsModel } from './transactions-model.ts'

/** Errors that a broker whose disk fails may answer with. */
const storageErrors: ReadonlySet<string> = new Set([
  'DiskError',
  'LogStorageError',
  'LogOfflineError',
  'MetadataStoreClosedError',
  'ConnectionClosedError',
])

/** One machine, the broker that lives on it from start to start, and what was promised to its clients. */
export class Simulation {
  readonly machine: Machine
  readonly topics = new TopicsModel()
  readonly groups = new GroupsModel()
  readonly transactions = new TransactionsModel()
  /** What the broker told its user, for the one who looks into a failure. */
  readonly reports: string[] = []
  /** Producers are forgotten after a day without a record. */
  mayProducersExpire = false
  #broker: SimulatedBroker | null = null
  /** Files that were not synced may be unreadable until they are written again, which need not be in the next life. */
  #hadPowerCut = false
  #nextDeath: Death | null = null

  constructor(seed: number) {
    this.machine = new Machine(seed)
  }

  get broker(): SimulatedBroker {
    if (this.#broker === null) throw new Error('the broker is not running')
    return this.#broker
  }

  /** The log that stands behind a partition's model; undefined when a failing disk did not let it be made. */
  logOf(model: PartitionModel): PartitionLog | undefined {
    const [, topic = '', partition] = /^(.*)-(\d+)$/.exec(model.name) ?? []
    return this.broker.partitions.get(topic, Number(partition))?.log
  }

  /** The next process dies so, counted from its start. */
  plan(death: Death): void {
    this.#nextDeath = death
  }

  /**
   * Does something for a client. True when it was acknowledged, false when the answer got lost or was that the storage fails.
   * @throws what is no consequence of a failing machine
   */
  async attempt(action: () => void | Promise<void>): Promise<boolean> {
    try {
      await action()
    } catch (error) {
      if (error instanceof SimulationFailure) throw error
      if (!this.machine.isDead) this.requireStorageError(error)
      return false
    }
    return !this.machine.isDead
  }

  /** A failing disk may be the reason of an error; then clients are told so. */
  requireStorageError(error: unknown): void {
    const isStorageError = error instanceof Error && storageErrors.has(error.name)
    if (!this.machine.hasFailed || !isStorageError) throw error
  }

  /** What a failing disk does to an append is told to clients as KAFKA_STORAGE_ERROR. */
  requireKafkaStorageError(error: unknown): void {
    this.requireStorageError(error)
    if (codeOfThrown(error) !== errorCode.KAFKA_STORAGE_ERROR) {
      throw new SimulationFailure(`clients would not be told of a storage error, but of ${String(error)}`)
    }
  }

  /** Stops the broker in order, and starts it again. */
  async stopAndStart(): Promise<void> {
    const before = this.#positions()
    const wasClean = await this.attempt(() => this.broker.stop())
    const isSure = wasClean && !this.machine.hasFailed
    const hasStartedAtOnce = await this.restart()
    if (!isSure || !hasStartedAtOnce) return
    if (this.broker.directory.previousBrokerEpoch === null) throw new SimulationFailure('a clean stop left no marker')
    const after = this.#positions()
    if (before !== after) throw new SimulationFailure(`after a clean stop there is ${after} instead of ${before}`)
  }

  /** Starts the broker after whatever has become of the last one, and holds it to all promises. True when the first start went well. */
  async restart(): Promise<boolean> {
    let cutPower = false
    let starts = 0
    for (;;) {
      starts += 1
      this.#noteDurable()
      this.#broker = null
      const end = await this.machine.restart()
      cutPower ||= end.cutPower
      this.#hadPowerCut ||= end.cutPower
      checkDirectory(this.machine.disk, { cutPower: this.#hadPowerCut, strayTopics: this.topics.strays })
      if (this.#nextDeath !== null) {
        this.machine.dieAt(this.#nextDeath)
        this.#nextDeath = null
      }
      if (await this.#start()) break
    }
    this.topics.checkAndAccept(this, { cutPower })
    this.groups.checkAndAccept(this, { cutPower })
    await this.transactions.checkAndAccept(this, { cutPower })
    return starts === 1
  }

  async #start(): Promise<boolean> {
    const { machine } = this
    try {
      this.#broker = await SimulatedBroker.start(machine.environment, (message) => this.reports.push(message))
      return !machine.isDead
    } catch (error) {
      if (machine.isDead) return false
      if (!machine.isFull) throw error
      this.requireStorageError(error)
      // It need not start without room, but does as soon as there is some.
      machine.free()
      return false
    }
  }

  /** What a log says that an fsync has vouched for is a promise, too. */
  #noteDurable(): void {
    if (this.#broker === null) return
    for (const model of this.topics.partitions()) {
      const log = this.logOf(model)
      if (log !== undefined && log.recoveryPoint > model.durableEnd) model.durableEnd = log.recoveryPoint
    }
    this.groups.noteDurable(this)
  }

  #positions(): string {
    const logs = this.topics.partitions().map((model) => this.logOf(model))
    return logs.map((log) => `${log?.directory} ${log?.logStartOffset}..${log?.logEndOffset}`).join(', ')
  }
}
