import type { Environment } from '../environment/environment.ts'
import type { StaticConfigs } from './configs/node-configs.ts'
import type { Decide } from './controller/decision.ts'
import type { Endpoint } from './image/broker-image.ts'
import type { MetadataDelta } from './image/metadata-delta.ts'
import type { MetadataImage } from './image/metadata-image.ts'
import { RunningMetadataStore } from './running-metadata-store.ts'
import { openMetadata } from './storage/open-metadata.ts'

/** What the log directory and the metadata in it say about this node. */
export interface NodeIdentity {
  readonly clusterId: string
  readonly nodeId: number
  /** Uuid of the log directory. */
  readonly directoryId: string
}

export interface BrokerStart {
  /** Where clients reach this broker. */
  readonly endpoints: readonly Endpoint[]
  readonly rack: string | null
  /** The broker epoch that the marker of a clean stop names; null without one. */
  readonly previousBrokerEpoch: bigint | null
}

export interface MetadataStoreOptions {
  readonly environment: Environment
  /** The log directory, the parent of `__cluster_metadata-0`. */
  readonly directory: string
  readonly nodeId: number
  readonly staticConfigs: StaticConfigs
  /** Where the controller is said to listen, in the format of a new directory and at registration. */
  readonly controllerEndpoint: { readonly host: string; readonly port: number }
  /** The id of a new cluster, and the only one that a directory may have; drawn at random when left out. */
  readonly clusterId?: string
  /** The release of Apache Kafka whose features a new cluster gets; the oldest that is known when left out. */
  readonly release?: string
  /** Told what a user should know: what was formatted, cut or repaired. */
  readonly report?: (message: string) => void
  /** Called once when writing failed: from then on nothing can be changed, and the broker should end. */
  readonly onFailed?: (cause: unknown) => void
}

export type DeltaListener = (delta: MetadataDelta) => void

/**
 * The metadata of the cluster: its log on disk, the image in memory, and the only way to change either.
 *
 * Life: `openMetadataStore` formats an empty directory, checks a full one and replays it, of which it changes nothing.
 * `start` opens it for writing, claims a new raft epoch, registers the broker and makes it lead its partitions.
 * `execute` changes things; `stop` hands over in order. A command that was answered survives kill -9 and power cuts.
 */
export interface MetadataStore {
  readonly identity: NodeIdentity
  /** The newest image. Read it afresh for each request. */
  readonly image: MetadataImage
  /** The topics that were deleted in the part of the log that was replayed: ids to names. */
  readonly removedTopics: ReadonlyMap<string, string>
  /** The level of kraft.version that the directory has: 0 with voters from the configuration, 1 with voters in the log. */
  readonly kraftVersion: number
  /** The raft epoch of this run, which is the epoch of the active controller; -1 before `start`. */
  readonly controllerEpoch: number
  /** The epoch of this broker's registration; -1 before `start`. */
  readonly brokerEpoch: bigint

  /** Claims the raft epoch, registers and unfences the broker, and elects it for all its partitions. */
  start(broker: BrokerStart): Promise<void>

  /**
   * Decides on the newest image, appends the records as one batch, flushes, applies and publishes them; then gives the
   * result. Commands run one after the other. Where the disk is full nothing happens, and every outcome of the result
   * is a `storage-error`. @throws MetadataStoreClosedError; LogStorageError for a full disk where the result has no
   * outcomes; or what the disk threw: the store then refuses everything, because nobody knows what is on disk.
   */
  execute<Command, Result>(decide: Decide<Command, Result>, command: Command): Promise<Result>

  /** Calls `listener` after each change, in order, before the command is answered. Gives the way to end it. */
  subscribe(listener: DeltaListener): () => void

  /** Gives up the partitions and fences the broker, as an orderly shutdown of Kafka does, and closes the files. */
  stop(): Promise<void>

  /** Closes the files without handing over. */
  close(): Promise<void>
}

/**
 * Opens the metadata of `directory`, formatting it first when it is empty. The caller holds the directory's lock.
 * @throws MetadataStorageError when the directory belongs to another node or cluster, or cannot be understood.
 */
export async function openMetadataStore(options: MetadataStoreOptions): Promise<MetadataStore> {
  return new RunningMetadataStore(options, await openMetadata(options))
}
