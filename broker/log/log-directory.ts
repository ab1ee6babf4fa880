import { join } from 'node:path'
import type { DiskLock } from '../environment/disk.ts'
import type { Environment } from '../environment/environment.ts'
import { DirectoryCheckpoints } from './directory-checkpoints.ts'
import { readCleanMarker, removeCleanMarker, writeCleanMarker, type CleanStop } from './clean-marker.ts'
import { directoryName, parseDirectoryName, suffixedDirectoryName } from './directory-name.ts'
import { CompactionPace } from './compaction-pace.ts'
import { LogCleaner } from './log-cleaner.ts'
import type { LogConfig } from './log-config.ts'
import type { LiveLogSettings, LoadOptions, LogDirectoryOptions } from './log-directory-options.ts'
import { LogDirectoryError, UnknownPartitionError } from './log-errors.ts'
import { ParentNames } from './parent-names.ts'
import { PartitionLog } from './partition-log.ts'
import { readTopicId } from './partition-metadata.ts'
import { refuseDamageInside } from './refuse-damage.ts'

export interface CreateOptions {
  readonly topic: string
  readonly partition: number
  readonly topicId: string
  readonly config: LogConfig
}

interface FoundPartition {
  readonly name: string
  readonly topic: string
  readonly partition: number
  /** From its `partition.metadata`; null where that is missing. */
  readonly stored: string | null
  /** Null when it does not belong here. */
  readonly topicId: string | null
}

/** Directories that live beside the partitions without being one; the first belongs to the metadata module. */
const foreignDirectories: ReadonlySet<string> = new Set(['__cluster_metadata-0', 'remote-log-index-cache'])

const minuteMs = 60_000
const defaultInitialDelayMs = 30_000
const defaultCleanerBackoffMs = 15_000
const closedAtOnce = 16
/** Logs whose upkeep is done between two pauses. */
const logsAtOnce = 500

/**
 * One `log.dir`: its lock, its partitions, its checkpoints, its clean marker, and the upkeep of all that.
 * `__cluster_metadata-0` lies inside but belongs to the metadata module, which opens it as a PartitionLog of its own.
 */
export class LogDirectory {
  readonly path: string
  /** Broker epoch from the clean marker of the last stop; null when the last stop was not clean. */
  readonly previousBrokerEpoch: bigint | null
  readonly #options: LogDirectoryOptions
  #live: LiveLogSettings
  readonly #environment: Environment
  readonly #lock: DiskLock
  readonly #checkpoints: DirectoryCheckpoints
  readonly #logs = new Map<string, PartitionLog>()
  readonly #names: ParentNames
  /** Null when the last stop was not clean. */
  readonly #cleanStop: CleanStop | null
  /** By directory, the segments whose checksums were looked at before anything was opened. */
  readonly #sound = new Map<string, ReadonlySet<bigint>>()
  #doomed: { readonly path: string; readonly dueAt: number }[] = []
  #upkeep: Promise<void> | null = null
  readonly #cleaner: LogCleaner
  #nextRetentionAt: number
  #nextCheckpointAt: number

  private constructor(options: LogDirectoryOptions, lock: DiskLock) {
    const { environment, path } = options
    this.path = path
    this.#options = options
    this.#live = options
    this.#environment = environment
    this.#lock = lock
    this.#checkpoints = new DirectoryCheckpoints(environment.disk, path)
    this.#cleaner = new LogCleaner({
      clock: environment.clock,
      checkpoints: this.#checkpoints,
      pace: new CompactionPace(
        environment.clock,
        () => this.#live.cleanerMaxBytesPerSecond ?? Number.POSITIVE_INFINITY,
      ),
      backoffMs: () => this.#live.cleanerBackoffMs ?? defaultCleanerBackoffMs,
      logs: () => this.#logs.values(),
      report: (message) => {
        this.#report(message)
      },
    })
    this.#cleanStop = readCleanMarker(environment.disk, path)
    this.previousBrokerEpoch = this.#cleanStop?.brokerEpoch ?? null
    this.#names = new ParentNames(environment.disk, path, { isSynced: this.isClean })
    const now = environment.clock.monotonic()
    this.#nextRetentionAt = now + (options.initialTaskDelayMs ?? defaultInitialDelayMs)
    this.#nextCheckpointAt = now + (options.checkpointIntervalMs ?? minuteMs)
  }

  /**
   * Locks the directory and looks at what is in it; opens no partition yet, and changes nothing.
   * @throws DirectoryLockedError; LogDirectoryError when it holds a directory that is not a partition's.
   */
  static open(options: LogDirectoryOptions): LogDirectory {
    const { environment, path } = options
    const lock = environment.disk.lock(join(path, '.lock'))
    try {
      refuseForeignDirectories(options)
      return new LogDirectory(options, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** Whether the last stop was clean, so that indexes may be trusted. */
  get isClean(): boolean {
    return this.previousBrokerEpoch !== null
  }

  /**
   * Opens (and where needed recovers) every partition, yielding to the event loop; called once, when topics are known.
   * @throws LogDirectoryError, DiskError when one cannot be used: then a clean directory is left as it was.
   */
  async load(options: LoadOptions): Promise<void> {
    const { disk } = this.#environment
    const found = this.#findPartitions(options)
    if (!this.isClean && this.#lock.followsKill) await this.#refuseDamage(found)
    if (this.isClean) removeCleanMarker(disk, this.path)
    try {
      for (const { name } of disk.list(this.path)) {
        if (parseDirectoryName(name)?.suffix === 'delete') this.#doom(join(this.path, name), 0)
      }
      for (const partition of found) {
        await this.#environment.clock.yield()
        await this.#loadPartition(partition, options)
      }
    } catch (error) {
      if (this.#cleanStop !== null) writeCleanMarker(disk, this.path, this.#cleanStop)
      throw error
    }
    this.#lock.vouch()
    if (this.#options.isCleanerEnabled ?? true) this.#cleaner.start()
  }

  #findPartitions(options: LoadOptions): FoundPartition[] {
    return this.#environment.disk.list(this.path).flatMap(({ name, kind }): FoundPartition[] => {
      const parsed = kind === 'directory' && !foreignDirectories.has(name) ? parseDirectoryName(name) : null
      if (parsed === null || parsed.suffix !== null) return []
      const stored = readTopicId(this.#environment.disk, join(this.path, name))
      const topicId = options.topicIdFor(parsed.topic, parsed.partition)
      const isOurs = topicId !== null && (stored === null || stored === topicId)
      return [{ ...parsed, name, stored, topicId: isOurs ? topicId : null }]
    })
  }

  async #loadPartition(found: FoundPartition, options: LoadOptions): Promise<void> {
    const { name, topic, topicId, stored } = found
    if (topicId !== null) await this.#openLog(name, { config: options.configFor(topic), topicId, stored })
    else if (options.wasDeleted?.(topic, stored) === true) this.#discard(found)
    else this.#setAside(found)
  }

  async #refuseDamage(found: readonly FoundPartition[]): Promise<void> {
    for (const { name, topicId } of found) {
      if (topicId === null) continue
      const recoveryPoint = this.#checkpoints.recoveryPoints.get(name) ?? 0n
      const sound = await refuseDamageInside(this.#environment, { directory: join(this.path, name), recoveryPoint })
      this.#sound.set(name, sound)
    }
  }

  /** Undefined when the partition is not here. */
  get(topic: string, partition: number): PartitionLog | undefined {
    return this.#logs.get(directoryName(topic, partition))
  }

  partitions(): Iterable<PartitionLog> {
    return this.#logs.values()
  }

  /** Gives the log that is there already, if any. @throws DiskError */
  create({ topic, partition, topicId, config }: CreateOptions): PartitionLog {
    const name = directoryName(topic, partition)
    const existing = this.#logs.get(name)
    if (existing !== undefined) return existing
    const directory = join(this.path, name)
    const wasThere = this.#environment.disk.exists(directory)
    try {
      this.#forget(name)
      this.#names.changed()
      const log = PartitionLog.create({ ...this.#logOptions(), directory, config, topicId, isClean: true })
      this.#logs.set(name, log)
      return log
    } catch (error) {
      // Half a partition is nobody's: a clean stop would not answer for it.
      if (!wasThere) this.#environment.disk.removeDirectory(directory)
      throw error
    }
  }

  /** Renames the partition's directory at once; its files go a minute later (`file.delete.delay.ms`). @throws UnknownPartitionError */
  delete(topic: string, partition: number): void {
    const name = directoryName(topic, partition)
    const log = this.#logs.get(name)
    if (log === undefined) throw new UnknownPartitionError(`There is no log for ${name} in ${this.path}.`)
    const renamed = join(this.path, this.#suffixedName({ topic, partition }, 'delete'))
    log.abandon(renamed)
    this.#logs.delete(name)
    this.#doom(renamed, log.config.fileDeleteDelayMs)
  }

  /** From now on it goes by these. */
  follow(settings: LiveLogSettings): void {
    const { cleanerBackoffMs } = this.#live
    this.#live = settings
    if (settings.cleanerBackoffMs !== cleanerBackoffMs) this.#cleaner.pauseAnew()
  }

  /**
   * Does what has become due: retention, fsyncs, checkpoints, removal of deleted files. Call it every second or so; a call that finds the
   * last one still at work does nothing. Compaction has a timer of its own.
   */
  upkeep(): Promise<void> {
    this.#upkeep ??= this.#doUpkeep().finally(() => {
      this.#upkeep = null
    })
    return this.#upkeep
  }

  /** Flushes and closes every partition, writes the checkpoints and the clean marker, and lets go of the lock. */
  async close({ brokerEpoch }: { readonly brokerEpoch: bigint }): Promise<void> {
    await this.#cleaner.stop()
    await this.#upkeep
    let isClean = await this.#closeLogs()
    isClean =
      (await this.#attempt('writing checkpoints', () => this.#checkpoints.writeNow(this.#logs.values()))) && isClean
    if (isClean) writeCleanMarker(this.#environment.disk, this.path, { brokerEpoch })
    this.#lock.release()
  }

  /** Closes all files and lets go of the lock without marking the directory as closed in order: after a start that failed. */
  async abandon(): Promise<void> {
    await this.#cleaner.stop()
    await this.#upkeep
    for (const log of this.#logs.values()) log.release()
    this.#lock.release()
  }

  /** Some at a time: there may be more logs than a process may have open files. Says whether all went well. */
  async #closeLogs(): Promise<boolean> {
    let isClean = true
    const rest = this.#logs.values()
    const closeRest = async () => {
      for (const log of rest) {
        isClean = (await this.#attempt(`closing ${log.directory}`, () => log.close())) && isClean
      }
    }
    await Promise.all(Array.from({ length: closedAtOnce }, closeRest))
    return isClean
  }

  async #doUpkeep(): Promise<void> {
    const now = this.#environment.clock.monotonic()
    for (const { path } of this.#doomed.filter(({ dueAt }) => dueAt <= now)) {
      this.#environment.disk.removeDirectory(path)
    }
    this.#doomed = this.#doomed.filter(({ dueAt }) => dueAt > now)
    const isRetentionDue = now >= this.#nextRetentionAt
    if (isRetentionDue) this.#nextRetentionAt = now + (this.#options.retentionCheckIntervalMs ?? 5 * minuteMs)
    let count = 0
    for (const log of this.#logs.values()) {
      try {
        if (isRetentionDue) log.deleteOldSegments()
        const flushing = log.upkeep()
        if (flushing !== null) await flushing
      } catch (error) {
        this.#report(failedAt(`the upkeep of ${log.directory}`, error))
      }
      count += 1
      if (count % logsAtOnce === 0) await this.#environment.clock.yield()
    }
    if (now < this.#nextCheckpointAt) return
    this.#nextCheckpointAt = now + (this.#options.checkpointIntervalMs ?? minuteMs)
    await this.#attempt('writing checkpoints', () => this.#checkpoints.write(this.#logs.values()))
  }

  async #openLog(
    name: string,
    { config, topicId, stored }: { config: LogConfig; topicId: string; stored: string | null },
  ): Promise<void> {
    const log = await PartitionLog.open({
      ...this.#logOptions(),
      directory: join(this.path, name),
      config,
      topicId,
      storedTopicId: stored,
      isClean: this.isClean,
      ...(this.#cleanStop === null ? {} : { changedAfterMs: this.#cleanStop.atMs }),
      recoveryPoint: this.#checkpoints.recoveryPoints.get(name) ?? 0n,
      logStartOffset: this.#checkpoints.logStartOffsets.get(name) ?? 0n,
      soundSegments: this.#sound.get(name) ?? new Set(),
    })
    this.#sound.delete(name)
    // Most of many partitions are not used soon: their files are opened when they are.
    log.release()
    this.#logs.set(name, log)
  }

  /** What the checkpoints say of a deleted partition must not be taken for the word on a new one of the same name. */
  #forget(name: string): void {
    if (!this.#checkpoints.mentions(name)) return
    this.#checkpoints.writeNow(this.#logs.values())
    if (this.#checkpoints.firstDirtyOffsets.delete(name)) this.#checkpoints.writeFirstDirtyNow(this.#logs.values())
  }

  /** Finishes a deletion that was decided before a crash. */
  #discard(partition: { readonly topic: string; readonly partition: number }): void {
    const renamed = join(this.path, this.#suffixedName(partition, 'delete'))
    this.#environment.disk.rename(join(this.path, directoryName(partition.topic, partition.partition)), renamed)
    this.#doom(renamed, 0)
  }

  #setAside(partition: { readonly topic: string; readonly partition: number }): void {
    const from = join(this.path, directoryName(partition.topic, partition.partition))
    const to = join(this.path, this.#suffixedName(partition, 'stray'))
    this.#environment.disk.rename(from, to)
    this.#report(`${from} belongs to no topic of this cluster: it was set aside as ${to}.`)
  }

  #suffixedName(partition: { readonly topic: string; readonly partition: number }, suffix: 'delete' | 'stray'): string {
    return suffixedDirectoryName(partition, { random: this.#environment.random.bytes(16), suffix })
  }

  #doom(path: string, delayMs: number): void {
    this.#doomed.push({ path, dueAt: this.#environment.clock.monotonic() + delayMs })
  }

  #logOptions() {
    return {
      environment: this.#environment,
      parentNames: this.#names,
      report: (message: string) => {
        this.#report(message)
      },
      producerIdExpirationMs: () => this.#live.producerIdExpirationMs,
    }
  }

  #report(message: string): void {
    this.#options.report?.(message)
  }

  async #attempt(what: string, action: () => void | Promise<void>): Promise<boolean> {
    try {
      await action()
      return true
    } catch (error) {
      this.#report(failedAt(what, error))
      return false
    }
  }
}

function failedAt(what: string, error: unknown): string {
  return `Failed at ${what}: ${error instanceof Error ? error.message : String(error)}`
}

function refuseForeignDirectories({ environment, path }: LogDirectoryOptions): void {
  for (const { name, kind } of environment.disk.list(path)) {
    if (kind !== 'directory' || foreignDirectories.has(name) || parseDirectoryName(name) !== null) continue
    throw new LogDirectoryError(
      `${join(path, name)} is not the directory of a partition (<topic>-<number>). A data directory may hold nothing else: move it away.`,
    )
  }
}
