import type { PartitionProgress } from '../api/messages.ts'
import type { PartitionRange, ReadProblem } from '../kafka/fetch-cursor.ts'
import type { FoundRow } from './found-row.ts'

/**
 * One partition of a scan: what of its range has been looked at, and which of its rows wait for their turn in the order by
 * time.
 *
 * Invariants: the offsets looked at are one stretch at the beginning of the range (order `oldest`) or at its end
 * (`newest`). Every match in that stretch has been handed out or waits; none of the others has.
 */
export class PartitionLane {
  readonly range: PartitionRange & { readonly endOffset: bigint }
  readonly isNewestFirst: boolean
  matchCount = 0
  /** Why it cannot be read on at the moment. */
  problem: ReadProblem | null = null
  /** Offsets that the cluster has deleted before they were read: going on does not bring them back. */
  loss: ReadProblem | null = null
  /** The border between what was looked at and what was not. */
  #border: bigint
  #waiting: FoundRow[] = []
  #head = 0

  constructor(range: PartitionRange & { readonly endOffset: bigint }, { isNewestFirst }: { isNewestFirst: boolean }) {
    this.range = range
    this.isNewestFirst = isNewestFirst
    this.#border = isNewestFirst ? range.endOffset : range.startOffset
  }

  /** Whether all of the range has been looked at. */
  get isRead(): boolean {
    return this.isNewestFirst ? this.#border <= this.range.startOffset : this.#border >= this.range.endOffset
  }

  /** Whether there is something to be read, and nothing against it. */
  get isOpen(): boolean {
    return !this.isRead && this.problem === null
  }

  get waitingCount(): number {
    return this.#waiting.length - this.#head
  }

  get firstWaiting(): FoundRow | null {
    return this.#waiting[this.#head] ?? null
  }

  get waiting(): readonly FoundRow[] {
    return this.#waiting.slice(this.#head)
  }

  /** The next offsets to be looked at, at most `count` of them. */
  nextWindow(count: number): PartitionRange & { readonly endOffset: bigint } {
    const { startOffset, endOffset } = this.range
    const length = BigInt(count)
    if (this.isNewestFirst) {
      const from = this.#border - length
      return { ...this.range, startOffset: from > startOffset ? from : startOffset, endOffset: this.#border }
    }
    const to = this.#border + length
    return { ...this.range, startOffset: this.#border, endOffset: to < endOffset ? to : endOffset }
  }

  takeFirst(): FoundRow | null {
    const row = this.#waiting[this.#head]
    if (row === undefined) return null
    this.#head += 1
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    return row
  }

  /** Everything up to `border` has been looked at by now; `rows` are the matches, in the order of the lane. */
  advance(border: bigint, rows: readonly FoundRow[]): void {
    this.#border = border
    for (const row of rows) this.#waiting.push(row)
    this.matchCount += rows.length
  }

  progress(): PartitionProgress {
    const { partition, startOffset, endOffset } = this.range
    // As much as was looked at, counted from the start, also where what remains is at the start.
    const position = this.isNewestFirst ? startOffset + (endOffset - this.#border) : this.#border
    const problem = (this.problem ?? this.loss)?.explanation ?? null
    return { partition, startOffset, position, endOffset, matchCount: this.matchCount, problem }
  }
}
