import type { Disk } from '../environment/disk.ts'
import { IndexFile } from './index-file.ts'

/**
 * `.timeindex`: from timestamp to offset, sparse.
 *
 *     0  int64  largest timestamp of the segment up to the offset
 *     8  int32  last offset of the batch that holds it - base offset of the segment
 *
 * Invariant: timestamps grow, offsets do not shrink.
 */
const entryBytes = 12

export interface TimeIndexEntry {
  readonly timestamp: bigint
  readonly offset: bigint
}

export class TimeIndex {
  readonly file: IndexFile
  readonly #baseOffset: bigint

  constructor(disk: Disk, path: string, baseOffset: bigint) {
    this.file = new IndexFile(disk, path, { entryBytes, isPossible })
    this.#baseOffset = baseOffset
  }

  /** Skips an entry whose timestamp is not above the last one: it would say nothing new. */
  maybeAppend(timestamp: bigint, offset: bigint): void {
    if (timestamp <= this.last().timestamp) return
    const entry = this.file.append()
    entry.writeBigInt64BE(timestamp, 0)
    entry.writeInt32BE(Number(offset - this.#baseOffset), 8)
  }

  /** The last entry; timestamp -1 at the base offset when there is none. */
  last(): TimeIndexEntry {
    return this.#entryAt(this.file.count - 1)
  }

  /** The last entry whose timestamp is not above `timestamp`; timestamp -1 at the base offset when there is none. */
  lookup(timestamp: bigint): TimeIndexEntry {
    return this.#entryAt(this.#lastWhere((at) => this.file.entries.readBigInt64BE(at) <= timestamp))
  }

  /** Drops the entries that speak of `offset` or later ones. */
  truncateTo(offset: bigint): void {
    const relativeOffset = Number(offset - this.#baseOffset)
    this.file.truncate(this.#lastWhere((at) => this.file.entries.readInt32BE(at + 8) < relativeOffset) + 1)
  }

  #entryAt(index: number): TimeIndexEntry {
    if (index < 0) return { timestamp: -1n, offset: this.#baseOffset }
    const { entries } = this.file
    const at = index * entryBytes
    return { timestamp: entries.readBigInt64BE(at), offset: this.#baseOffset + BigInt(entries.readInt32BE(at + 8)) }
  }

  /** Index of the last entry that holds for `isBelow`, which holds for a first part of the entries only; -1 for none. */
  #lastWhere(isBelow: (at: number) => boolean): number {
    let low = 0
    let high = this.file.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBelow(middle * entryBytes)) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function isPossible(entries: Buffer, at: number): boolean {
  const timestamp = entries.readBigInt64BE(at)
  const offset = entries.readInt32BE(at + 8)
  if (timestamp < 0n || offset < 0) return false
  return at === 0 || (timestamp > entries.readBigInt64BE(at - 12) && offset >= entries.readInt32BE(at - 4))
}
