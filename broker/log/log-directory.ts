import type { Environment } from '../environment/environment.ts'
import type { LogConfig } from './log-config.ts'
import type { PartitionLog } from './partition-log.ts'

export interface LogDirectoryOptions {
  readonly environment: Environment
  /** Absolute; must exist. */
  readonly path: string
  /** `log.retention.check.interval.ms`, default 5 minutes. */
  readonly retentionCheckIntervalMs?: number
  /** `log.flush.offset.checkpoint.interval.ms`, default a minute. */
  readonly checkpointIntervalMs?: number
  /** `log.cleaner.backoff.ms`, default 15 s. */
  readonly cleanerBackoffMs?: number
  readonly producerIdExpirationMs?: number
  /** Told what a user should know: what was recovered, cut, renamed or could not be done. */
  readonly report?: (message: string) => void
}

export interface LoadOptions {
  configFor(topic: string): LogConfig
  /** Whether the partition belongs here; one that does not is renamed `…-stray`, as Apache Kafka does. */
  isKnown(topic: string, partition: number, topicId: string | null): boolean
}

export interface CreateOptions {
  readonly topic: string
  readonly partition: number
  readonly topicId: string
  readonly config: LogConfig
}

/**
 * One `log.dir`: its lock, its partitions, its checkpoints, its clean marker, and the upkeep of all that.
 * `__cluster_metadata-0` lies inside but belongs to the metadata module, which opens it as a PartitionLog of its own.
 */
export class LogDirectory {
  readonly path: string
  /** Broker epoch from the clean marker of the last stop; null when the last stop was not clean. */
  readonly previousBrokerEpoch: bigint | null = null

  private constructor(options: LogDirectoryOptions) {
    this.path = options.path
  }

  /**
   * Locks the directory, takes away its clean marker and looks at what is in it; opens no partition yet.
   * @throws DirectoryLockedError; LogDirectoryError when it holds a directory that is not a partition's.
   */
  static open(options: LogDirectoryOptions): LogDirectory {
    return new LogDirectory(options)
  }

  /** Opens (and where needed recovers) every partition, yielding to the event loop; called once, when topics are known. */
  async load(options: LoadOptions): Promise<void> {
    throw new Error(`not yet: ${typeof options}`)
  }

  /** Undefined when the partition is not here. */
  get(topic: string, partition: number): PartitionLog | undefined {
    throw new Error(`not yet: ${topic} ${partition}`)
  }

  partitions(): Iterable<PartitionLog> {
    throw new Error('not yet')
  }

  /** Gives the log that is there already, if any. */
  create(options: CreateOptions): PartitionLog {
    throw new Error(`not yet: ${options.topic}`)
  }

  /** Renames the partition's directory at once, its files go a minute later (`file.delete.delay.ms`). */
  delete(topic: string, partition: number): void {
    throw new Error(`not yet: ${topic} ${partition}`)
  }

  /**
   * Does what has become due: retention, fsyncs, checkpoints, a step of compaction, removal of deleted files. Call it every second or
   * so; a call that finds the last one still at work does nothing.
   */
  async upkeep(): Promise<void> {
    throw new Error('not yet')
  }

  /** Flushes and closes every partition, writes the checkpoints and the clean marker, and lets go of the lock. */
  async close(options: { readonly brokerEpoch: bigint }): Promise<void> {
    throw new Error(`not yet: ${options.brokerEpoch}`)
  }

  /** Closes all files and lets go of the lock without marking the directory as closed in order: after a start that failed. */
  async abandon(): Promise<void> {
    throw new Error('not yet')
  }
}
