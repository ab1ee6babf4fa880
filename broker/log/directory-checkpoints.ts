import { join } from 'node:path'
import type { Disk } from '../environment/disk.ts'
import { CheckpointFile } from './checkpoint-file.ts'
import { directoryName } from './directory-name.ts'
import type { PartitionLog } from './partition-log.ts'

/** The checkpoint files of one log directory, under Apache Kafka's names. */
export class DirectoryCheckpoints {
  /** Everything before these offsets is on the medium; by `<topic>-<partition>`. */
  readonly recoveryPoints: ReadonlyMap<string, bigint>
  /** Where logs start that do not start with their first segment (DeleteRecords). */
  readonly logStartOffsets: ReadonlyMap<string, bigint>
  /** Where compaction goes on; kept up to date by the cleaner. */
  readonly firstDirtyOffsets: Map<string, bigint>
  readonly #recoveryPoint: CheckpointFile
  readonly #logStart: CheckpointFile
  readonly #highWatermark: CheckpointFile
  readonly #cleaner: CheckpointFile

  constructor(disk: Disk, directory: string) {
    this.#recoveryPoint = new CheckpointFile(disk, join(directory, 'recovery-point-offset-checkpoint'))
    this.#logStart = new CheckpointFile(disk, join(directory, 'log-start-offset-checkpoint'))
    this.#highWatermark = new CheckpointFile(disk, join(directory, 'replication-offset-checkpoint'))
    this.#cleaner = new CheckpointFile(disk, join(directory, 'cleaner-offset-checkpoint'))
    this.firstDirtyOffsets = this.#cleaner.read() ?? new Map<string, bigint>()
    this.recoveryPoints = this.#recoveryPoint.read() ?? new Map<string, bigint>()
    this.logStartOffsets = this.#logStart.read() ?? new Map<string, bigint>()
  }

  /** Brings what can be looked up after a crash up to date. */
  async write(logs: Iterable<PartitionLog>): Promise<void> {
    const all = [...logs]
    for (const [file, offsetOf] of this.#files()) await file.write(all, offsetOf)
  }

  /** The same, durably and at once. */
  writeNow(logs: Iterable<PartitionLog>): void {
    const all = [...logs]
    for (const [file, offsetOf] of this.#files()) file.writeNow(all, offsetOf)
  }

  /** Whether a file speaks of that partition, be it one of before under the same name. */
  mentions(name: string): boolean {
    return (
      this.firstDirtyOffsets.has(name) ||
      [this.#recoveryPoint, this.#logStart, this.#highWatermark].some((file) => file.mentions(name))
    )
  }

  async writeFirstDirty(logs: Iterable<PartitionLog>): Promise<void> {
    await this.#cleaner.write(logs, this.#firstDirtyOf)
  }

  /** The same, durably and at once. */
  writeFirstDirtyNow(logs: Iterable<PartitionLog>): void {
    this.#cleaner.writeNow(logs, this.#firstDirtyOf)
  }

  readonly #firstDirtyOf = ({ topic, partition }: PartitionLog): bigint | null =>
    this.firstDirtyOffsets.get(directoryName(topic, partition)) ?? null

  #files() {
    return [
      [this.#recoveryPoint, (log: PartitionLog) => log.recoveryPoint],
      [this.#logStart, logStartOf],
      [this.#highWatermark, (log: PartitionLog) => log.highWatermark],
    ] as const
  }
}

/** Null where the log starts with its first segment: the names of files say so. */
function logStartOf(log: PartitionLog): bigint | null {
  return log.logStartOffset > (log.segments()[0]?.baseOffset ?? 0n) ? log.logStartOffset : null
}
