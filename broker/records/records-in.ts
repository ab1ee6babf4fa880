import { ByteReader } from '../bytes/byte-reader.ts'
import type { BatchView } from './batch-view.ts'
import { decompress } from './compression.ts'
import { RecordCursor, timestampAt } from './record-cursor.ts'
import { CorruptBatchError, UnsupportedBatchError } from './record-errors.ts'
import type { RecordHeader, RecordView } from './record.ts'

export interface RecordReadOptions {
  /** A batch that decompresses to more than this many bytes is refused before it is held in memory. Default 256 MiB. */
  readonly maxDecompressedBytes?: number
  /** What `uncompressedRecords` gave for the batch, where the caller has it already. */
  readonly uncompressed?: Buffer
  /** Records before it are checked, and not given. */
  readonly startOffset?: bigint
}

/**
 * The records of a whole batch in order, parsed one by one as they are asked for.
 *
 * @throws CorruptBatchError when the records do not fit the header, also midway; UnsupportedBatchError when the codec is unknown.
 */
export function* recordsIn(batch: BatchView, options: RecordReadOptions = {}): Generator<RecordView, void, undefined> {
  const cursor = new RecordCursor(options.uncompressed ?? uncompressedRecords(batch, options))
  const { baseOffset, recordCount } = batch
  const baseTimestamp = batch.baseTimestamp
  const appendTime = batch.timestampType === 'LogAppendTime' ? batch.maxTimestamp : null
  const firstDelta = options.startOffset === undefined ? 0 : Number(options.startOffset - baseOffset)
  let count = 0
  while (cursor.next()) {
    count += 1
    if (count > recordCount) break
    if (cursor.offsetDelta < firstDelta) continue
    const timestamp = appendTime ?? timestampAt(cursor, baseTimestamp)
    yield new ParsedRecord(cursor, baseOffset + BigInt(cursor.offsetDelta), timestamp)
  }
  if (count !== recordCount) {
    throw new CorruptBatchError(
      `the batch at offset ${baseOffset} claims ${recordCount} records but holds another number`,
    )
  }
}

/** The records of a batch as one piece of memory: the batch's own where it is not compressed. */
export function uncompressedRecords(batch: BatchView, options: RecordReadOptions = {}): Buffer {
  const codec = batch.codec
  if (codec === null) {
    throw new UnsupportedBatchError('codec', `the batch at offset ${batch.baseOffset} names an unknown codec`)
  }
  if (codec === 'none') return batch.recordBytes
  // Compaction may leave a batch without any record: then there is nothing to decompress either.
  if (batch.recordCount === 0 && batch.recordBytes.length === 0) return batch.recordBytes
  return decompress(codec, batch.recordBytes, options.maxDecompressedBytes)
}

class ParsedRecord implements RecordView {
  readonly offset: bigint
  readonly timestamp: bigint
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly sizeInBytes: number
  readonly #bytes: Buffer
  readonly #headersStart: number
  readonly #headerCount: number
  #headers: readonly RecordHeader[] | null = null

  constructor(cursor: RecordCursor, offset: bigint, timestamp: bigint) {
    this.offset = offset
    this.timestamp = timestamp
    this.key = slice(cursor.bytes, cursor.keyStart, cursor.keyLength)
    this.value = slice(cursor.bytes, cursor.valueStart, cursor.valueLength)
    this.sizeInBytes = cursor.end - cursor.start
    this.#bytes = cursor.bytes
    this.#headersStart = cursor.headersStart
    this.#headerCount = cursor.headerCount
  }

  get headers(): readonly RecordHeader[] {
    this.#headers ??= parseHeaders(this.#bytes.subarray(this.#headersStart), this.#headerCount)
    return this.#headers
  }
}

function slice(bytes: Buffer, start: number, length: number): Uint8Array | null {
  return length < 0 ? null : bytes.subarray(start, start + length)
}

// The cursor has checked every length already.
function parseHeaders(bytes: Buffer, count: number): readonly RecordHeader[] {
  if (count === 0) return noHeaders
  const reader = new ByteReader(bytes)
  const headers: RecordHeader[] = []
  for (let index = 0; index < count; index++) {
    const key = reader.utf8(reader.varint())
    const length = reader.varint()
    headers.push({ key, value: length < 0 ? null : reader.bytes(length) })
  }
  return headers
}

const noHeaders: readonly RecordHeader[] = []
