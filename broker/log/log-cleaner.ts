import type { Clock, Timer } from '../environment/clock.ts'
import { DiskError } from '../environment/disk-error.ts'
import type { CompactionNeed } from './compaction.ts'
import type { CompactionPace } from './compaction-pace.ts'
import type { DirectoryCheckpoints } from './directory-checkpoints.ts'
import { directoryName } from './directory-name.ts'
import type { PartitionLog } from './partition-log.ts'

export interface LogCleanerOptions {
  readonly clock: Clock
  readonly checkpoints: DirectoryCheckpoints
  /** `log.cleaner.backoff.ms` as it is at the moment: pause when there was nothing to do. */
  readonly backoffMs: () => number
  readonly pace: CompactionPace
  readonly logs: () => Iterable<PartitionLog>
  readonly report: (message: string) => void
}

interface Candidate {
  readonly log: PartitionLog
  readonly need: CompactionNeed
}

/** Logs that are looked at between two pauses. */
const logsAtOnce = 500

/**
 * Compacts the logs of a directory one after the other, the dirtiest first, and pauses when there is nothing to do. A log that
 * failed is left alone until the next start, unless it was only for want of room.
 */
export class LogCleaner {
  readonly #options: LogCleanerOptions
  readonly #failed = new WeakSet<PartitionLog>()
  readonly #outOfRoom = new WeakSet<PartitionLog>()
  #running: Promise<void> | null = null
  #timer: Timer | null = null
  #isStopped = false

  constructor(options: LogCleanerOptions) {
    this.#options = options
  }

  start(): void {
    const { clock, backoffMs } = this.#options
    this.#timer = clock.setTimer(backoffMs(), () => {
      this.#timer = null
      this.#running = this.#cleanWhileDue().finally(() => {
        this.#running = null
        if (!this.#isStopped) this.start()
      })
    })
  }

  /** Begins the pause again that is under way, as long as pauses are now. */
  pauseAnew(): void {
    if (this.#timer === null || this.#isStopped) return
    this.#timer.cancel()
    this.start()
  }

  /** Cancels what is at work and waits for it to end. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    await this.#running
  }

  /** What one round has no memory for is for the next, at once. */
  async #cleanWhileDue(): Promise<void> {
    let hasAdvanced = true
    while (hasAdvanced && !this.#isStopped) {
      hasAdvanced = false
      for (const { log } of await this.#candidates()) {
        if (this.#isStopped) return
        hasAdvanced = (await this.#cleanOrReport(log)) || hasAdvanced
      }
    }
  }

  async #cleanOrReport(log: PartitionLog): Promise<boolean> {
    try {
      const hasAdvanced = await this.#clean(log)
      this.#outOfRoom.delete(log)
      return hasAdvanced
    } catch (error) {
      const isOutOfRoom = error instanceof DiskError && error.code === 'ENOSPC'
      if (!isOutOfRoom) this.#failed.add(log)
      if (!this.#outOfRoom.has(log)) {
        const reason = error instanceof Error ? error.message : String(error)
        this.#options.report(`${log.directory} could not be compacted and is left as it is: ${reason}`)
      }
      if (isOutOfRoom) this.#outOfRoom.add(log)
      return false
    }
  }

  /** Says whether the next round begins further on. */
  async #clean(log: PartitionLog): Promise<boolean> {
    // Others were cleaned in the meantime: what was needed then may not be what is needed now.
    const before = this.#checkpointOf(log)
    const need = log.compactionNeed(before)
    if (need === null || !need.isDue) return false
    const { checkpoints, logs, pace } = this.#options
    const firstDirtyOffset = await log.compact(need, { isCancelled: () => this.#isStopped, pace })
    if (firstDirtyOffset === null) return false
    checkpoints.firstDirtyOffsets.set(directoryName(log.topic, log.partition), firstDirtyOffset)
    await checkpoints.writeFirstDirty(logs())
    return firstDirtyOffset > before
  }

  async #candidates(): Promise<Candidate[]> {
    const candidates: Candidate[] = []
    let looked = 0
    for (const log of this.#options.logs()) {
      const need = this.#failed.has(log) ? null : log.compactionNeed(this.#checkpointOf(log))
      if (need?.isDue === true) candidates.push({ log, need })
      looked += 1
      if (looked % logsAtOnce === 0) await this.#options.clock.yield()
    }
    return candidates.sort((a, b) => b.need.dirtyRatio - a.need.dirtyRatio)
  }

  #checkpointOf({ topic, partition }: PartitionLog): bigint {
    return this.#options.checkpoints.firstDirtyOffsets.get(directoryName(topic, partition)) ?? 0n
  }
}
