import type { StaticConfigs } from '../configs/node-configs.ts'
import type { Timer } from '../../environment/clock.ts'
import type { Environment } from '../../environment/environment.ts'
import { imageRecords } from '../image/image-records.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { MetadataLog } from './metadata-log.ts'
import { messageOf } from './metadata-storage-error.ts'
import { configNumber } from './open-metadata.ts'
import type { RaftState } from './raft-state.ts'
import { listSnapshots, removeSnapshot, snapshotPath } from './snapshot-files.ts'
import { writeSnapshot } from './snapshot-writer.ts'

export interface SnapshotterOptions {
  readonly environment: Environment
  readonly log: MetadataLog
  readonly staticConfigs: StaticConfigs
  readonly report: (message: string) => void
  /** What a snapshot taken now would hold. */
  readonly current: () => CurrentMetadata
}

export interface CurrentMetadata {
  readonly image: MetadataImage
  readonly raft: RaftState
  /** Milliseconds since 1970, of the last batch. */
  readonly lastTimestamp: bigint
}

/**
 * Writes snapshots of the metadata after so many bytes (`metadata.log.max.record.bytes.between.snapshots`) or so much
 * time (`metadata.log.max.snapshot.interval.ms`), and then lets go of what they make superfluous: log and snapshots
 * together stay below `metadata.max.retention.bytes`, and snapshots below `metadata.max.retention.ms`. The newest
 * snapshot always stays.
 *
 * A snapshot is written in steps beside everything else. Failing costs nothing but the next attempt.
 */
export class Snapshotter {
  readonly #options: SnapshotterOptions
  #newBytes: number
  #running: Promise<void> | null = null
  #timer: Timer | null = null
  #isClosed = false

  constructor(options: SnapshotterOptions, bytesSinceSnapshot: number) {
    this.#options = options
    this.#newBytes = bytesSinceSnapshot
  }

  /** From now on snapshots are taken. */
  start(): void {
    this.#schedule()
    this.takeSnapshotIfDue()
  }

  /** Counts what was appended to the log. */
  appended(bytes: number): void {
    this.#newBytes += bytes
  }

  /** Begins a snapshot when enough is new. To be called when the current image is one that the log on disk leads to. */
  takeSnapshotIfDue(): void {
    const limit = configNumber(this.#options.staticConfigs, 'metadata.log.max.record.bytes.between.snapshots')
    if (this.#newBytes >= limit) void this.takeSnapshot()
  }

  /** Writes a snapshot unless one is being written or there is nothing new. Never rejects. */
  takeSnapshot(): Promise<void> {
    if (this.#running !== null) return this.#running
    if (this.#newBytes === 0 || this.#isClosed) return Promise.resolve()
    this.#running = this.#write().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await this.#running
  }

  async #write(): Promise<void> {
    const { environment, log, report, current } = this.#options
    const { image, raft, lastTimestamp } = current()
    const written = this.#newBytes
    this.#newBytes = 0
    try {
      await writeSnapshot(environment, log.directory, {
        id: { endOffset: image.endOffset, epoch: image.endEpoch },
        records: imageRecords(image),
        raft,
        lastContainedLogTimestamp: lastTimestamp,
      })
      await this.#dropSuperfluous()
    } catch (error) {
      this.#newBytes += written
      report(`The snapshot of the metadata at offset ${image.endOffset} could not be written: ${messageOf(error)}`)
    }
  }

  async #dropSuperfluous(): Promise<void> {
    const { environment, log, staticConfigs } = this.#options
    const { disk, clock } = environment
    const maxBytes = configNumber(staticConfigs, 'metadata.max.retention.bytes')
    const maxAgeMs = configNumber(staticConfigs, 'metadata.max.retention.ms')
    const snapshots = listSnapshots(disk, log.directory).map((id) => {
      const status = disk.status(snapshotPath(log.directory, id))
      return { id, size: status?.size ?? 0, ageMs: clock.now() - (status?.modifiedAtMs ?? 0) }
    })
    let total = log.sizeInBytes + snapshots.reduce((sum, { size }) => sum + size, 0)
    for (const [index, { id, size, ageMs }] of snapshots.entries()) {
      const next = snapshots[index + 1]
      if (next === undefined) return
      const isTooMuch = maxBytes >= 0 && total > maxBytes
      const isTooOld = maxAgeMs >= 0 && ageMs > maxAgeMs
      if (!isTooMuch && !isTooOld) return
      // The log must not begin behind the oldest snapshot that is there, so the log goes first.
      await log.trimBefore(next.id.endOffset)
      removeSnapshot(disk, log.directory, id)
      total -= size
    }
  }

  #schedule(): void {
    const { environment, staticConfigs } = this.#options
    const intervalMs = configNumber(staticConfigs, 'metadata.log.max.snapshot.interval.ms')
    if (intervalMs <= 0 || this.#isClosed) return
    this.#timer = environment.clock.setTimer(intervalMs, () => {
      void this.takeSnapshot()
      this.#schedule()
    })
  }
}
