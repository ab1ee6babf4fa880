import type { Clock } from '../environment/clock.ts'
import type { CompactionNeed } from './compaction.ts'
import type { DirectoryCheckpoints } from './directory-checkpoints.ts'
import { directoryName } from './directory-name.ts'
import type { PartitionLog } from './partition-log.ts'

export interface LogCleanerOptions {
  readonly clock: Clock
  readonly checkpoints: DirectoryCheckpoints
  /** `log.cleaner.backoff.ms`: pause when there was nothing to do. */
  readonly backoffMs: number
  readonly report: (message: string) => void
}

interface Candidate {
  readonly log: PartitionLog
  readonly need: CompactionNeed
}

/** Compacts the logs of a directory one after the other, the dirtiest first. A log that failed is left alone until the next start. */
export class LogCleaner {
  readonly #options: LogCleanerOptions
  readonly #failed = new WeakSet<PartitionLog>()
  #running: Promise<void> | null = null
  #isStopped = false
  #nextAt: number

  constructor(options: LogCleanerOptions) {
    this.#options = options
    this.#nextAt = options.clock.monotonic() + options.backoffMs
  }

  /** Begins a round when the pause is over and none is at work. */
  startIfDue(logs: readonly PartitionLog[]): void {
    const { clock, backoffMs } = this.#options
    if (this.#isStopped || this.#running !== null || clock.monotonic() < this.#nextAt) return
    this.#running = this.#cleanAll(logs).finally(() => {
      this.#running = null
      this.#nextAt = clock.monotonic() + backoffMs
    })
  }

  /** Cancels what is at work and waits for it to end. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #cleanAll(logs: readonly PartitionLog[]): Promise<void> {
    for (const { log } of this.#candidates(logs)) {
      if (this.#isStopped) return
      try {
        await this.#clean(log, logs)
      } catch (error) {
        this.#failed.add(log)
        const reason = error instanceof Error ? error.message : String(error)
        this.#options.report(`${log.directory} could not be compacted and is left as it is: ${reason}`)
      }
    }
  }

  async #clean(log: PartitionLog, logs: readonly PartitionLog[]): Promise<void> {
    // Others were cleaned in the meantime: what was needed then may not be what is needed now.
    const need = log.compactionNeed(this.#checkpointOf(log))
    if (need === null || !need.isDue) return
    const firstDirtyOffset = await log.compact(need, { isCancelled: () => this.#isStopped })
    if (firstDirtyOffset === null) return
    const { checkpoints } = this.#options
    checkpoints.firstDirtyOffsets.set(directoryName(log.topic, log.partition), firstDirtyOffset)
    checkpoints.writeFirstDirty(logs)
  }

  #candidates(logs: readonly PartitionLog[]): Candidate[] {
    const candidates: Candidate[] = []
    for (const log of logs) {
      const need = this.#failed.has(log) ? null : log.compactionNeed(this.#checkpointOf(log))
      if (need?.isDue === true) candidates.push({ log, need })
    }
    return candidates.sort((a, b) => b.need.dirtyRatio - a.need.dirtyRatio)
  }

  #checkpointOf({ topic, partition }: PartitionLog): bigint {
    return this.#options.checkpoints.firstDirtyOffsets.get(directoryName(topic, partition)) ?? 0n
  }
}
