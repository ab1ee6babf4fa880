import type { BatchView } from './batch-view.ts'
import type { RecordView } from './record.ts'

/** What a batch may decompress to at most, in bytes, unless the caller says otherwise. */
export const defaultMaxDecompressedBytes = 256 * 1024 * 1024

export interface RecordReadOptions {
  /** A batch that decompresses to more than this many bytes is refused before it is held in memory. */
  readonly maxDecompressedBytes?: number
}

/**
 * The records of a whole batch in order, parsed one by one as they are asked for.
 *
 * @throws CorruptBatchError when the records do not fit the header, also midway.
 */
export function recordsIn(batch: BatchView, options: RecordReadOptions = {}): Generator<RecordView, void, undefined> {
  throw new Error(`not yet: ${batch.position} ${options.maxDecompressedBytes ?? 0}`)
}
