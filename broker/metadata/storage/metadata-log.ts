import { join } from 'node:path'
import { oneUuid } from '../../bytes/uuid.ts'
import type { Environment } from '../../environment/environment.ts'
import { defaultLogConfig } from '../../log/log-config.ts'
import { PartitionLog } from '../../log/partition-log.ts'
import { metadataLogName } from './format-directory.ts'
import { maxBatchBytes } from './metadata-batches.ts'

export interface MetadataLogOptions {
  readonly environment: Environment
  /** The data directory. */
  readonly directory: string
  readonly segmentBytes: number
  readonly segmentMs: number
}

/** `__cluster_metadata-0`: batches in the order of their offsets, appended by the leader of the raft epoch only. */
export class MetadataLog {
  readonly directory: string
  readonly #log: PartitionLog

  private constructor(log: PartitionLog) {
    this.#log = log
    this.directory = log.directory
  }

  /**
   * Opens or creates the log. It is always taken for unclean, from its start on, as in Kafka: what it says is worth more
   * than the time of reading it twice.
   */
  static async open({ environment, directory, segmentBytes, segmentMs }: MetadataLogOptions): Promise<MetadataLog> {
    const log = await PartitionLog.open({
      environment,
      directory: join(directory, metadataLogName),
      topicId: oneUuid,
      isClean: false,
      recoveryPoint: 0n,
      config: {
        ...defaultLogConfig,
        segmentBytes,
        segmentMs,
        maxMessageBytes: maxBatchBytes,
        // What goes, and when, is decided by snapshots alone.
        cleanupPolicy: { compact: false, delete: false },
        retentionMs: -1,
        retentionBytes: -1,
        // Nobody reads this log but its owner.
        fileDeleteDelayMs: 0,
      },
    })
    return new MetadataLog(log)
  }

  get startOffset(): bigint {
    return this.#log.logStartOffset
  }

  get endOffset(): bigint {
    return this.#log.logEndOffset
  }

  /** The epoch of the last batch, 0 when there is none. */
  get lastEpoch(): number {
    return this.#log.latestEpoch ?? 0
  }

  get sizeInBytes(): number {
    return this.#log.sizeInBytes
  }

  /** @throws LogStorageError when nothing was written; LogOfflineError. */
  append(batch: Uint8Array, epoch: number): void {
    this.#log.append(batch, { origin: 'raft', leaderEpoch: epoch })
  }

  flush(): Promise<void> {
    return this.#log.flush()
  }

  /** Drops everything: a snapshot stands for all that was here, and for more. */
  restartAt(offset: bigint): void {
    this.#log.truncateFullyAndStartAt(offset)
  }

  /** Forgets what a snapshot with this end offset stands for; segments go as a whole, and at once. */
  async trimBefore(offset: bigint): Promise<void> {
    this.#log.deleteRecordsBefore(offset)
    this.#log.deleteOldSegments()
    await this.#log.upkeep()
  }

  close(): Promise<void> {
    return this.#log.close()
  }
}
