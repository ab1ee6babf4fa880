import type { Clock } from '../environment/clock.ts'
import { BatchView } from '../records/batch-view.ts'
import { ImageDraft } from './image/image-draft.ts'
import type { MetadataDelta } from './image/metadata-delta.ts'
import type { MetadataImage } from './image/metadata-image.ts'
import { CommandTooLargeError } from './metadata-store-errors.ts'
import type { NewMetadataRecord } from './records/metadata-records.ts'
import { leaderChangeBatch, maxBatchBytes, metadataBatch, type BatchPlace } from './storage/metadata-batches.ts'
import type { MetadataLog } from './storage/metadata-log.ts'
import type { MetadataReader } from './storage/metadata-reader.ts'
import type { OpenedMetadata } from './storage/open-metadata.ts'
import { withEndpoint } from './storage/raft-state.ts'
import type { CurrentMetadata } from './storage/snapshotter.ts'

/** Where the controller is said to listen. */
export interface ControllerEndpoint {
  readonly host: string
  readonly port: number
}

export interface MetadataJournalOptions {
  readonly log: MetadataLog
  readonly clock: Clock
  /** Told the bytes of each batch. */
  readonly onAppend: (bytes: number) => void
}

/**
 * The metadata log and the image that follows from it, moving together.
 *
 * Invariants: the image is what a replay of everything before its end offset gives, because every batch is read back
 * from its bytes before it is appended; a batch that could not be replayed is never written. No two batches share an
 * offset and an epoch.
 */
export class MetadataJournal {
  readonly log: MetadataLog
  readonly #reader: MetadataReader
  readonly #clock: Clock
  readonly #onAppend: (bytes: number) => void
  #image: MetadataImage
  #lastTimestamp: bigint
  #epoch = -1

  constructor(
    opened: Pick<OpenedMetadata, 'reader' | 'image' | 'lastTimestamp'>,
    { log, clock, onAppend }: MetadataJournalOptions,
  ) {
    this.log = log
    this.#reader = opened.reader
    this.#image = opened.image
    this.#lastTimestamp = opened.lastTimestamp
    this.#clock = clock
    this.#onAppend = onAppend
  }

  get image(): MetadataImage {
    return this.#image
  }

  /** The raft epoch in which batches are appended; -1 before `beginEpoch`. */
  get epoch(): number {
    return this.#epoch
  }

  get current(): CurrentMetadata {
    return { image: this.#image, raft: this.#reader.raft, lastTimestamp: this.#lastTimestamp }
  }

  /** Opens a raft epoch that nobody has used before. Voters are listed when the log does not say where the leader is now. */
  beginEpoch(epoch: number, leader: { readonly id: number; readonly endpoint: ControllerEndpoint }): void {
    this.#epoch = epoch
    const { voters, areVotersInLog, kraftVersion } = this.#reader.raft
    const current = kraftVersion > 0 && voters !== null ? withEndpoint(voters, leader) : null
    const listed = areVotersInLog && current === voters ? null : current
    const batch = leaderChangeBatch({ leaderId: leader.id, voters: listed, kraftVersion }, this.#nextPlace())
    this.advance(this.#appendBatch(batch))
    if (this.#reader.isInTransaction) this.advance(this.append([abandoned]))
  }

  /**
   * Appends `records` as one batch and gives what it changes; `advance` makes that the current image. Nothing is
   * flushed.
   * @throws CommandTooLargeError, InconsistentMetadataError, LogStorageError: nothing was written. LogOfflineError.
   */
  append(records: readonly NewMetadataRecord[]): MetadataDelta {
    const batch = metadataBatch(records, this.#nextPlace())
    if (batch.length > maxBatchBytes) {
      throw new CommandTooLargeError(
        `The change takes ${batch.length} bytes of metadata, but ${maxBatchBytes} fit one batch. Make it in several steps.`,
      )
    }
    return this.#appendBatch(batch)
  }

  advance(delta: MetadataDelta): void {
    this.#image = delta.after
  }

  #appendBatch(bytes: Buffer): MetadataDelta {
    const batch = new BatchView(bytes)
    const draft = new ImageDraft(this.#image)
    for (const record of this.#reader.read(batch)) draft.replay(record)
    const delta = draft.finish({ endOffset: batch.nextOffset, endEpoch: this.#epoch })
    this.log.append(bytes, this.#epoch)
    this.#lastTimestamp = batch.maxTimestamp
    this.#onAppend(bytes.length)
    return delta
  }

  #nextPlace(): BatchPlace {
    return { baseOffset: this.log.endOffset, epoch: this.#epoch, timestamp: this.#clock.now() }
  }
}

const abandoned: NewMetadataRecord = {
  type: 'AbortTransaction',
  version: 0,
  value: { reason: 'the controller that began it is gone' },
}
