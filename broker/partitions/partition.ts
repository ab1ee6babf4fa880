import type { PartitionLog } from '../log/partition-log.ts'
import type { AppendOptions, AppendResult } from '../log/log-results.ts'

/** Told of each growth of a partition's log, in bytes, and of its end (deletion), which counts as endless bytes. */
export type GrowthListener = (appendedBytes: number) => void

/** A partition that this broker leads: its log, under the leader epoch that the metadata gives it. */
export class Partition {
  readonly topicId: string
  readonly topic: string
  readonly index: number
  readonly log: PartitionLog
  /** Of the newest metadata; put into every batch that is appended from then on. */
  leaderEpoch: number
  readonly #growthListeners = new Set<GrowthListener>()

  constructor(topicId: string, log: PartitionLog, leaderEpoch: number) {
    this.topicId = topicId
    this.topic = log.topic
    this.index = log.partition
    this.log = log
    this.leaderEpoch = leaderEpoch
  }

  /** Appends under the current leader epoch and wakes those who wait for records. @throws as `PartitionLog.append` */
  append(records: Uint8Array, origin: NonNullable<AppendOptions['origin']>): AppendResult {
    const result = this.log.append(records, { leaderEpoch: this.leaderEpoch, origin })
    if (!result.isDuplicate) this.#announce(records.byteLength)
    return result
  }

  /** The function given back ends it. */
  onGrowth(listener: GrowthListener): () => void {
    this.#growthListeners.add(listener)
    return () => this.#growthListeners.delete(listener)
  }

  /** The partition was deleted: whoever waits for records must look again. */
  end(): void {
    this.#announce(Number.POSITIVE_INFINITY)
    this.#growthListeners.clear()
  }

  #announce(appendedBytes: number): void {
    for (const listener of this.#growthListeners) listener(appendedBytes)
  }
}
