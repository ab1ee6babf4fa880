import { bootstrap } from './controller/bootstrap.ts'
import {
  beginControlledShutdown,
  fenceBroker,
  fenceLostBroker,
  registerBroker,
  registerController,
  unfenceBroker,
} from './controller/broker-lifecycle.ts'
import { takenBack, type Decide, type DecisionContext } from './controller/decision.ts'
import type { MetadataDelta } from './image/metadata-delta.ts'
import type { MetadataImage } from './image/metadata-image.ts'
import { LogStorageError } from '../log/log-errors.ts'
import { MetadataJournal } from './metadata-journal.ts'
import { MetadataStoreClosedError } from './metadata-store-errors.ts'
import type { BrokerStart, DeltaListener, MetadataStore, MetadataStoreOptions, NodeIdentity } from './metadata-store.ts'
import type { NewMetadataRecord } from './records/metadata-records.ts'
import { SerialQueue } from './serial-queue.ts'
import { messageOf } from './storage/metadata-storage-error.ts'
import { writeMetaProperties } from './storage/meta-properties.ts'
import type { MetadataLog } from './storage/metadata-log.ts'
import type { OpenedMetadata } from './storage/open-metadata.ts'
import { readQuorumState, writeQuorumState } from './storage/quorum-state.ts'
import { randomUuid } from './storage/random-uuid.ts'
import { Snapshotter } from './storage/snapshotter.ts'

/** Start and stop may touch every partition; they write this many records per batch, as Kafka does. */
const recordsPerBatch = 10_000

interface Running {
  readonly journal: MetadataJournal
  readonly snapshotter: Snapshotter
}

type State = 'opened' | 'started' | 'stopped' | 'failed' | 'closed'

export class RunningMetadataStore implements MetadataStore {
  readonly identity: NodeIdentity
  readonly #options: MetadataStoreOptions
  readonly #opened: OpenedMetadata
  /** Null before `start`: until then the directory is only read. */
  #running: Running | null = null
  readonly #queue = new SerialQueue()
  readonly #listeners = new Set<DeltaListener>()
  #state: State = 'opened'
  #failure: unknown = null
  #brokerEpoch = -1n

  constructor(options: MetadataStoreOptions, opened: OpenedMetadata) {
    const { environment, nodeId } = options
    const { clusterId, directoryId } = opened.properties
    this.#options = options
    this.#opened = opened
    this.identity = { clusterId, nodeId, directoryId: directoryId ?? randomUuid(environment.random) }
  }

  get image(): MetadataImage {
    return this.#running?.journal.image ?? this.#opened.image
  }

  get removedTopics(): ReadonlyMap<string, string> {
    return this.#opened.removedTopics
  }

  get kraftVersion(): number {
    return this.#opened.reader.raft.kraftVersion
  }

  get controllerEpoch(): number {
    return this.#running?.journal.epoch ?? -1
  }

  get brokerEpoch(): bigint {
    return this.#brokerEpoch
  }

  start(broker: BrokerStart): Promise<void> {
    return this.#queue.run(async () => {
      this.#require('opened')
      await this.#orFail(async () => {
        const { journal } = (this.#running = this.#open(await this.#opened.openLog()))
        // Whatever a run before this one has not flushed: nothing of it may be missing on the medium before what follows.
        await journal.log.flush()
        this.#claimEpoch(journal)
        await this.#registerAll(broker)
        // Nobody has been answered yet, so one flush for all of it is enough.
        await journal.log.flush()
      })
      this.#state = 'started'
      this.#writable().snapshotter.start()
    })
  }

  execute<Command, Result>(decide: Decide<Command, Result>, command: Command): Promise<Result> {
    return this.#queue.run(async () => {
      this.#require('started')
      const { records, result } = decide(this.image, command, this.#context())
      if (records.length === 0) return result
      const { journal, snapshotter } = this.#writable()
      const delta = appended(journal, records)
      if (delta instanceof LogStorageError) return refusedOrThrown(result, delta)
      await this.#orFail(() => journal.log.flush())
      journal.advance(delta)
      this.#publish(delta)
      snapshotter.takeSnapshotIfDue()
      return result
    })
  }

  subscribe(listener: DeltaListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    await this.#queue.run(async () => {
      if (this.#state !== 'started') return
      this.#state = 'stopped'
      await this.#orFail(async () => {
        const { journal } = this.#writable()
        this.#decideAndAppend(beginControlledShutdown, null)
        // The fence proves that all before it is on the medium.
        await journal.log.flush()
        this.#decideAndAppend(fenceBroker, null)
        await journal.log.flush()
      })
    })
    await this.close()
  }

  close(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#state === 'closed') return
      const hasFailed = this.#state === 'failed'
      this.#state = 'closed'
      if (this.#running === null) return
      const { journal, snapshotter } = this.#running
      await snapshotter.close()
      await journal.log.close().catch((error: unknown) => {
        // The first failure has been told; closing what has failed can only fail again.
        if (!hasFailed) throw error
      })
    })
  }

  #open(log: MetadataLog): Running {
    const { environment, staticConfigs } = this.#options
    const journal = new MetadataJournal(this.#opened, {
      log,
      clock: environment.clock,
      onAppend: (bytes) => snapshotter.appended(bytes),
    })
    const report = (message: string) => this.#report(message)
    const current = () => journal.current
    const options = { environment, staticConfigs, log, report, current }
    const snapshotter = new Snapshotter(options, this.#opened.bytesSinceSnapshot)
    return { journal, snapshotter }
  }

  #writable(): Running {
    if (this.#running === null) throw new MetadataStoreClosedError('The metadata cannot be changed before the start.')
    return this.#running
  }

  /** The epoch is on the medium before anything is written in it, so that it never comes again. */
  #claimEpoch(journal: MetadataJournal): void {
    const { environment, nodeId, directory, controllerEndpoint } = this.#options
    const { reader, properties } = this.#opened
    const { log } = journal
    if (properties.directoryId === null) {
      const { clusterId, directoryId } = this.identity
      writeMetaProperties(environment, directory, { clusterId, nodeId, directoryId })
    }
    const known = readQuorumState(environment.disk, log.directory)
    const epoch = Math.max(known?.leaderEpoch ?? 0, log.lastEpoch, this.image.endEpoch) + 1
    const { kraftVersion } = reader.raft
    writeQuorumState(environment.disk, log.directory, { state: { leaderId: nodeId, leaderEpoch: epoch }, kraftVersion })
    journal.beginEpoch(epoch, { id: nodeId, endpoint: controllerEndpoint })
  }

  async #registerAll(broker: BrokerStart): Promise<void> {
    const { controllerEndpoint, environment, nodeId } = this.#options
    const { directoryId } = this.identity
    if (this.#opened.bootstrap !== null) this.#decideAndAppend(bootstrap, this.#opened.bootstrap)
    const incarnationId = randomUuid(environment.random)
    this.#decideAndAppend(registerController, { incarnationId, ...controllerEndpoint })
    if (this.image.brokers.get(nodeId)?.fenced === false) {
      // The fence proves that all before it is on the medium.
      await this.#writable().journal.log.flush()
      this.#decideAndAppend(fenceLostBroker, null)
    }
    this.#brokerEpoch = this.#decideAndAppend(registerBroker, { ...broker, incarnationId, directoryId })
    this.#decideAndAppend(unfenceBroker, { directoryId })
  }

  /** For start and stop: applied at once, flushed by the caller, in as many batches as it takes. */
  #decideAndAppend<Command, Result>(decide: Decide<Command, Result>, command: Command): Result {
    const { journal } = this.#writable()
    const { records, result } = decide(this.image, command, this.#context())
    for (let first = 0; first < records.length; first += recordsPerBatch) {
      const batch: readonly NewMetadataRecord[] = records.slice(first, first + recordsPerBatch)
      const delta = journal.append(batch)
      journal.advance(delta)
      this.#publish(delta)
    }
    return result
  }

  #context(): DecisionContext {
    const { nodeId, staticConfigs, environment } = this.#options
    const { kraftVersion } = this
    const nextOffset = this.#writable().journal.log.endOffset
    return { nodeId, staticConfigs, nextOffset, kraftVersion, newUuid: () => randomUuid(environment.random) }
  }

  #publish(delta: MetadataDelta): void {
    for (const listener of this.#listeners) {
      try {
        listener(delta)
      } catch (error) {
        this.#report(
          `A change of the metadata at offset ${delta.after.endOffset} was not followed: ${messageOf(error)}`,
        )
      }
    }
  }

  #require(state: State): void {
    if (this.#state === state) return
    if (this.#state === 'failed') {
      const why = messageOf(this.#failure)
      throw new MetadataStoreClosedError(`The metadata cannot be changed any more, because writing it failed: ${why}`, {
        cause: this.#failure,
      })
    }
    throw new MetadataStoreClosedError(`The metadata cannot be changed: the store is ${this.#state}, not ${state}.`)
  }

  /** What was written may or may not be on the medium after a failure, so there is no going on. */
  async #orFail(action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      this.#state = 'failed'
      this.#failure = error
      this.#options.onFailed?.(error)
      throw error
    }
  }

  #report(message: string): void {
    this.#options.report?.(message)
  }
}

function appended(journal: MetadataJournal, records: readonly NewMetadataRecord[]): MetadataDelta | LogStorageError {
  try {
    return journal.append(records)
  } catch (error) {
    if (error instanceof LogStorageError) return error
    throw error
  }
}

/** Nothing was written for want of room: the command has not happened, and may be repeated. */
function refusedOrThrown<Result>(result: Result, error: LogStorageError): Result {
  const refused = takenBack(result, { kind: 'storage-error', message: error.message })
  if (refused === null) throw error
  return refused
}
