import { batchLogOverheadBytes, batchOverheadBytes, BatchView } from './batch-view.ts'
import { CorruptBatchError, UnsupportedBatchError } from './record-errors.ts'

/**
 * The whole batches of `bytes` in order. A batch that is cut off at the end is left out, as the last batch of a fetch
 * response may be. CRCs are not checked.
 *
 * @throws CorruptBatchError when a length cannot be; UnsupportedBatchError when a batch has magic 0 or 1.
 */
export function* batchesIn(bytes: Uint8Array): Generator<BatchView, void, undefined> {
  const source = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = 0
  for (;;) {
    const length = batchLengthAt(source, position)
    if (length === null) return
    yield new BatchView(source, position)
    position += length
  }
}

/**
 * Size in bytes, header included, of the batch at `position`; null when `source` ends before the batch does.
 *
 * @throws CorruptBatchError, UnsupportedBatchError as `batchesIn`.
 */
function batchLengthAt(source: Buffer, position: number): number | null {
  const available = source.length - position
  if (available < batchLogOverheadBytes) return null
  const length = source.readInt32BE(position + 8) + batchLogOverheadBytes
  if (available > 16) {
    const magic = source.readInt8(position + 16)
    if (magic < 0 || magic > 2) throw new CorruptBatchError(`the batch at byte ${position} has magic ${magic}`)
    if (magic < 2) {
      throw new UnsupportedBatchError('magic', `the batch at byte ${position} has the old format of magic ${magic}`)
    }
  }
  if (length < batchOverheadBytes) {
    throw new CorruptBatchError(`the batch at byte ${position} claims ${length} bytes, fewer than a header has`)
  }
  return length <= available ? length : null
}
