import type { Segment } from './segment.ts'

/**
 * The segments of a log by their base offsets.
 *
 * Invariant: base offsets grow; every segment but the last ends before the next begins. The last one is active.
 */
export class SegmentList {
  #segments: Segment[]

  constructor(segments: Segment[]) {
    this.#segments = segments
  }

  get count(): number {
    return this.#segments.length
  }

  get first(): Segment {
    return this.#at(0)
  }

  get active(): Segment {
    return this.#at(this.#segments.length - 1)
  }

  get sizeInBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0)
  }

  all(): readonly Segment[] {
    return this.#segments
  }

  add(segment: Segment): void {
    this.#segments.push(segment)
  }

  /** Index of the segment that holds `offset`: the last one whose base offset is not above it; -1 when there is none. */
  floorIndex(offset: bigint): number {
    let low = 0
    let high = this.#segments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#at(middle).baseOffset <= offset) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** The segments from the one on that holds `offset`, or all when `offset` is before them. */
  from(offset: bigint): readonly Segment[] {
    return this.#segments.slice(Math.max(this.floorIndex(offset), 0))
  }

  /** Puts `replacements` in the place of `removed`. */
  replace(removed: ReadonlySet<Segment>, replacements: readonly Segment[] = []): void {
    const kept = this.#segments.filter((segment) => !removed.has(segment))
    this.#segments = [...kept, ...replacements].sort((a, b) => (a.baseOffset < b.baseOffset ? -1 : 1))
  }

  #at(index: number): Segment {
    const segment = this.#segments[index]
    if (segment === undefined) {
      throw new RangeError(`The log has ${this.#segments.length} segments, number ${index} was wanted.`)
    }
    return segment
  }
}
