import { gunzipSync, gzipSync } from 'node:zlib'
import { defaultCompressionLevels, type Codec, type CompressionLevels } from './codec.ts'
import { lz4UpperBound } from './lz4-frame.ts'
import { lz4Package } from './native-packages.ts'
import { CorruptBatchError } from './record-errors.ts'
import { compressSnappy, decompressSnappy } from './snappy-framing.ts'
import { compressZstd, decompressZstd } from './zstd-codec.ts'

/** What a batch may decompress to at most, in bytes, unless the caller says otherwise. */
const defaultMaxDecompressedBytes = 256 * 1024 * 1024

interface Compression {
  compress(bytes: Buffer, levels: CompressionLevels): Buffer
  /** May throw anything when the bytes are not sound or exceed `maxBytes`. */
  decompress(bytes: Buffer, maxBytes: number): Buffer
}

// One block of the largest kind: a bound below it would refuse small batches that merely announce large blocks.
const smallFrameBytes = 8 * 1024 * 1024

const compressions: Readonly<Record<Codec, Compression>> = {
  none: { compress: (bytes) => bytes, decompress: (bytes) => bytes },
  gzip: {
    compress: (bytes, { gzip }) => gzipSync(bytes, { level: gzip }),
    decompress: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
  },
  snappy: { compress: compressSnappy, decompress: decompressSnappy },
  lz4: {
    // The package knows one level, its fastest.
    compress: (bytes) => lz4Package().compressFrameSync(bytes),
    decompress(bytes, maxBytes) {
      if (lz4UpperBound(bytes) > Math.max(maxBytes, smallFrameBytes)) {
        throw new CorruptBatchError(`the batch may decompress to more than ${maxBytes} bytes`)
      }
      return lz4Package().decompressFrameSync(bytes)
    },
  },
  zstd: { compress: (bytes, { zstd }) => compressZstd(bytes, zstd), decompress: decompressZstd },
}

/** The records of a batch in the framing that Kafka expects of `codec`. */
export function compress(codec: Codec, bytes: Buffer, levels = defaultCompressionLevels): Buffer {
  return compressions[codec].compress(bytes, levels)
}

/**
 * The inverse of `compress`.
 * @throws CorruptBatchError when the bytes are not sound, or would become more than `maxBytes`: known before they are held in memory.
 */
export function decompress(codec: Codec, bytes: Buffer, maxBytes = defaultMaxDecompressedBytes): Buffer {
  try {
    return compressions[codec].decompress(bytes, maxBytes)
  } catch (error) {
    if (error instanceof CorruptBatchError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CorruptBatchError(`the ${codec} records cannot be decompressed: ${reason}`)
  }
}
