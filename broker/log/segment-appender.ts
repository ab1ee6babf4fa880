import { BatchView } from '../records/batch-view.ts'
import type { Segment } from './segment.ts'

const memoryBytes = 256 * 1024

/** Batches on their way into a segment: copied as they come, and written many at a time. */
export class SegmentAppender {
  readonly #segment: Segment
  readonly #memory = Buffer.allocUnsafe(memoryBytes)
  #used = 0
  #batches: BatchView[] = []

  constructor(segment: Segment) {
    this.#segment = segment
  }

  /** @throws DiskError: the segment is of no use any more */
  append(batch: Buffer): void {
    if (this.#used + batch.length > memoryBytes) this.flush()
    if (batch.length > memoryBytes) {
      this.#segment.append(batch, [new BatchView(batch)])
      return
    }
    batch.copy(this.#memory, this.#used)
    this.#batches.push(new BatchView(this.#memory, this.#used))
    this.#used += batch.length
  }

  /** @throws DiskError: the segment is of no use any more */
  flush(): void {
    if (this.#used === 0) return
    this.#segment.append(this.#memory.subarray(0, this.#used), this.#batches)
    this.#used = 0
    this.#batches = []
  }
}
