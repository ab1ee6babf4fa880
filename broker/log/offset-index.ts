import type { Disk } from '../environment/disk.ts'
import { IndexFile } from './index-file.ts'

/**
 * `.index`: from offset to position in the segment, sparse.
 *
 *     0  int32  last offset of the batch - base offset of the segment
 *     4  int32  position where that batch starts
 *
 * Invariant: both columns grow, and every position lies within the segment.
 */
const entryBytes = 8

export class OffsetIndex {
  readonly file: IndexFile
  readonly #baseOffset: bigint

  constructor(disk: Disk, path: string, segment: { readonly baseOffset: bigint; readonly size: number }) {
    const isPossible = (entries: Buffer, at: number) => {
      const offset = entries.readInt32BE(at)
      const position = entries.readInt32BE(at + 4)
      if (offset < 0 || position < 0 || position >= segment.size) return false
      return at === 0 || (offset > entries.readInt32BE(at - 8) && position > entries.readInt32BE(at - 4))
    }
    this.file = new IndexFile(disk, path, { entryBytes, isPossible })
    this.#baseOffset = segment.baseOffset
  }

  append(lastOffset: bigint, position: number): void {
    const entry = this.file.append()
    entry.writeInt32BE(Number(lastOffset - this.#baseOffset), 0)
    entry.writeInt32BE(position, 4)
  }

  /** Where to start to look for `offset`: the position of the last entry whose offset is not above it, else 0. */
  lookup(offset: bigint): number {
    const index = this.#floor(Number(offset - this.#baseOffset))
    return index < 0 ? 0 : this.file.entries.readInt32BE(index * entryBytes + 4)
  }

  /** The last entry, null when there is none. */
  last(): { readonly offset: bigint; readonly position: number } | null {
    const { entries, count } = this.file
    if (count === 0) return null
    const at = (count - 1) * entryBytes
    return { offset: this.#baseOffset + BigInt(entries.readInt32BE(at)), position: entries.readInt32BE(at + 4) }
  }

  /** Drops the entries of batches that hold `offset` or lie behind it. */
  truncateTo(offset: bigint): void {
    this.file.truncate(this.#floor(Number(offset - this.#baseOffset) - 1) + 1)
  }

  #floor(relativeOffset: number): number {
    const { entries, count } = this.file
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (entries.readInt32BE(middle * entryBytes) <= relativeOffset) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
