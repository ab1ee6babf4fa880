import type { Environment } from '../environment/environment.ts'
import { LogOfflineError } from './log-errors.ts'
import type { LogWriter } from './log-writer.ts'
import type { Segment } from './segment.ts'
import type { ParentNames } from './parent-names.ts'
import { syncTopicId, syncTopicIdNow } from './partition-metadata.ts'

/**
 * Forces a log to the medium. One fsync at a time: those who ask while it runs share the next one.
 *
 * An fsync that fails says that something was lost, and asking again would say nothing (the kernel has dropped the pages): the log goes offline.
 */
export class LogFlush {
  readonly #environment: Environment
  readonly #directory: string
  readonly #writer: LogWriter
  readonly #parentNames: ParentNames
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null
  #lastAt: number

  constructor(
    environment: Environment,
    log: { readonly directory: string; readonly writer: LogWriter; readonly parentNames: ParentNames },
  ) {
    this.#environment = environment
    this.#directory = log.directory
    this.#writer = log.writer
    this.#parentNames = log.parentNames
    this.#lastAt = environment.clock.monotonic()
  }

  run(): Promise<void> {
    if (this.#running === null) {
      this.#running = this.#sync().finally(() => {
        this.#running = null
      })
      return this.#running
    }
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = null
        return this.run()
      })
    return this.#next
  }

  /**
   * The same, blocking, for those whose next step must not come before it: what a coordinator decides has to be on the medium before what
   * follows from it is. It does not rely on a `run` that is under way.
   */
  runNow(): void {
    const writer = this.#writer
    const upTo = this.#begin()
    try {
      writer.epochs.write()
      for (const segment of this.#unflushed(upTo)) segment.syncNow()
      if (writer.hasNewFiles || this.#running !== null) this.#syncNamesNow()
    } catch (error) {
      throw this.#takenOffline(error)
    }
    this.#end(upTo)
  }

  /** Whether `flush.ms` has passed, or a segment is complete and not yet on the medium. */
  get isDue(): boolean {
    const { config, recoveryPoint, logEndOffset, segments } = this.#writer
    if (recoveryPoint >= logEndOffset) return false
    const isLate = this.#environment.clock.monotonic() - this.#lastAt >= config.flushMs
    return isLate || recoveryPoint < segments.active.baseOffset
  }

  /** Makes the files themselves durable, and with them whose they are. */
  async #syncNames(): Promise<void> {
    this.#writer.hasNewFiles = false
    await syncTopicId(this.#environment.disk, this.#directory)
    this.#environment.disk.syncDirectory(this.#directory)
    this.#parentNames.sync()
  }

  #syncNamesNow(): void {
    const { disk } = this.#environment
    syncTopicIdNow(disk, this.#directory)
    disk.syncDirectory(this.#directory)
    this.#parentNames.sync()
    this.#writer.hasNewFiles = false
  }

  /**
   * What was appended since the last flush, and segments of before that were changed since: a roll completes the indexes of a segment that
   * may be on the medium already, and a start relies on them without looking.
   */
  #unflushed(upTo: bigint): Segment[] {
    const { segments, recoveryPoint } = this.#writer
    const appended = recoveryPoint < upTo ? segments.from(recoveryPoint) : []
    const changed = segments.all().filter((segment) => segment.hasUnsyncedChanges && !appended.includes(segment))
    return [...appended, ...changed]
  }

  async #sync(): Promise<void> {
    const writer = this.#writer
    const upTo = this.#begin()
    try {
      const unflushed = this.#unflushed(upTo)
      writer.epochs.write()
      await Promise.all(unflushed.map((segment) => segment.sync()))
      if (writer.hasNewFiles) await this.#syncNames()
    } catch (error) {
      throw this.#takenOffline(error)
    }
    this.#end(upTo)
  }

  /** Gives the offset up to which the log is to be flushed. */
  #begin(): bigint {
    this.#writer.checkOnline()
    this.#lastAt = this.#environment.clock.monotonic()
    return this.#writer.logEndOffset
  }

  #end(upTo: bigint): void {
    const writer = this.#writer
    // The log may have been cut in the meantime.
    if (upTo > writer.recoveryPoint) writer.recoveryPoint = upTo < writer.logEndOffset ? upTo : writer.logEndOffset
  }

  #takenOffline(error: unknown): LogOfflineError {
    const reason = error instanceof Error ? error : new Error(String(error))
    this.#writer.takeOffline(reason)
    return new LogOfflineError(`The log in ${this.#directory} could not be forced to disk: ${reason.message}`)
  }
}
