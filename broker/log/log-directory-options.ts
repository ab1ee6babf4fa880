import type { Environment } from '../environment/environment.ts'
import type { LogConfig } from './log-config.ts'

/** What can be set anew while the directory is open. */
export interface LiveLogSettings {
  /** `log.cleaner.backoff.ms`, default 15 s. */
  readonly cleanerBackoffMs?: number
  /** `log.cleaner.io.max.bytes.per.second`, default without limit. */
  readonly cleanerMaxBytesPerSecond?: number
  /** `producer.id.expiration.ms`, default a day. */
  readonly producerIdExpirationMs?: number
}

export interface LogDirectoryOptions extends LiveLogSettings {
  /** `log.cleaner.enable`, default true. */
  readonly isCleanerEnabled?: boolean
  readonly environment: Environment
  /** Absolute; must exist. */
  readonly path: string
  /** `log.initial.task.delay.ms`: when retention is looked at first; default half a minute. */
  readonly initialTaskDelayMs?: number
  /** `log.retention.check.interval.ms`, default 5 minutes. */
  readonly retentionCheckIntervalMs?: number
  /** `log.flush.offset.checkpoint.interval.ms`, default a minute. */
  readonly checkpointIntervalMs?: number
  /** Told what a user should know: what was recovered, cut, renamed or could not be done. */
  readonly report?: (message: string) => void
}

export interface LoadOptions {
  configFor(topic: string): LogConfig
  /**
   * The topic id that a partition must have to belong here, null when it does not belong here at all. One that does not is renamed
   * `…-stray`, as Apache Kafka does; one that has lost its `partition.metadata` gets it back.
   */
  topicIdFor(topic: string, partition: number): string | null
  /**
   * Whether the topic was deleted: what a crash has left of its partitions goes as well, instead of being set aside. The id is null where
   * `partition.metadata` is missing.
   */
  wasDeleted?(topic: string, topicId: string | null): boolean
}
