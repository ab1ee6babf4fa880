import type { RecordState } from '../api/scans.ts'
import { contentBytes, type FoundRow, type RecordContent } from './found-row.ts'

const rowsPerChunk = 4096
const states: readonly RecordState[] = ['plain', 'committed', 'aborted', 'undecided', 'control']

/** Rows as columns: about 30 bytes each, beside their content where that is kept. */
class RowChunk {
  readonly partitions = new Int32Array(rowsPerChunk)
  readonly offsets = new BigInt64Array(rowsPerChunk)
  readonly timestamps = new BigInt64Array(rowsPerChunk)
  readonly sizes = new Int32Array(rowsPerChunk)
  /** Bits 0-2 state, 3 log append time. */
  readonly flags = new Uint8Array(rowsPerChunk)
  readonly contents: (RecordContent | null)[] = []
  keptBytes = 0
}

/**
 * The rows of a scan by index, up to millions of them: positions always, contents within a budget. Contents of rows
 * that were shown least recently go first, in chunks; who shows such a row reads it again.
 *
 * Invariant: rows `first` to `end - 1` are there; `keptBytes` is the sum of the chunks', and within the budget but for
 * one chunk.
 */
export class RowStore {
  readonly #budgetBytes: number
  readonly #chunks = new Map<number, RowChunk>()
  /** Chunks with contents, the least recently used first. */
  readonly #recent = new Set<number>()
  #keptBytes = 0
  #first = 0
  #end = 0

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes
  }

  get first(): number {
    return this.#first
  }

  get end(): number {
    return this.#end
  }

  get keptBytes(): number {
    return this.#keptBytes
  }

  append(row: FoundRow): void {
    const number = Math.floor(this.#end / rowsPerChunk)
    let chunk = this.#chunks.get(number)
    if (chunk === undefined) {
      chunk = new RowChunk()
      this.#chunks.set(number, chunk)
    }
    const at = this.#end % rowsPerChunk
    chunk.partitions[at] = row.partition
    chunk.offsets[at] = row.offset
    chunk.timestamps[at] = row.timestamp
    chunk.sizes[at] = row.sizeBytes
    chunk.flags[at] = states.indexOf(row.state) | (row.isLogAppendTime ? 8 : 0)
    chunk.contents.push(row.content)
    this.#end += 1
    if (row.content !== null) this.#kept(number, chunk, contentBytes(row))
  }

  /** Only the newest `count` rows stay. */
  keepNewest(count: number): void {
    if (this.#end - this.#first <= count) return
    this.#first = this.#end - count
    const firstChunk = Math.floor(this.#first / rowsPerChunk)
    for (const [number, chunk] of this.#chunks) {
      if (number >= firstChunk) break
      this.#chunks.delete(number)
      this.#recent.delete(number)
      this.#keptBytes -= chunk.keptBytes
    }
  }

  get(index: number): FoundRow | null {
    const chunk = this.#chunkOf(index)
    if (chunk === null) return null
    const at = index % rowsPerChunk
    const flags = chunk.flags[at] ?? 0
    return {
      partition: chunk.partitions[at] ?? 0,
      offset: chunk.offsets[at] ?? 0n,
      timestamp: chunk.timestamps[at] ?? -1n,
      sizeBytes: chunk.sizes[at] ?? 0,
      state: states[flags & 7] ?? 'plain',
      isLogAppendTime: (flags & 8) !== 0,
      content: chunk.contents[at] ?? null,
    }
  }

  /** The content of a row has been read again. */
  remember(index: number, content: RecordContent): void {
    const chunk = this.#chunkOf(index)
    const at = index % rowsPerChunk
    if (chunk === null || chunk.contents[at] !== null) return
    chunk.contents[at] = content
    this.#kept(Math.floor(index / rowsPerChunk), chunk, chunk.sizes[at] ?? 0)
  }

  #chunkOf(index: number): RowChunk | null {
    if (index < this.#first || index >= this.#end) return null
    return this.#chunks.get(Math.floor(index / rowsPerChunk)) ?? null
  }

  #kept(number: number, chunk: RowChunk, ofContent: number): void {
    // An object, its arrays and its views take about that much besides.
    const bytes = ofContent + 300
    chunk.keptBytes += bytes
    this.#keptBytes += bytes
    this.#recent.delete(number)
    this.#recent.add(number)
    for (const oldest of this.#recent) {
      if (this.#keptBytes <= this.#budgetBytes || oldest === number) return
      this.#forget(oldest)
    }
  }

  #forget(number: number): void {
    this.#recent.delete(number)
    const chunk = this.#chunks.get(number)
    if (chunk === undefined) return
    this.#keptBytes -= chunk.keptBytes
    chunk.keptBytes = 0
    chunk.contents.fill(null)
  }
}
