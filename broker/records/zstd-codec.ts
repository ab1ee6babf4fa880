import zlib from 'node:zlib'
import { zstdPackage } from './native-packages.ts'
import { CorruptBatchError } from './record-errors.ts'

// Node has zstd from 22.15 on; older runtimes take the package.
interface PlatformZstd {
  zstdCompressSync(bytes: Uint8Array, options: { params: Readonly<Record<number, number>> }): Buffer
  zstdDecompressSync(bytes: Uint8Array, options: { maxOutputLength: number }): Buffer
}

const platform: PlatformZstd | null = 'zstdCompressSync' in zlib && 'zstdDecompressSync' in zlib ? zlib : null

/** Number of the parameter in zstd's own header, `ZSTD_c_compressionLevel`. */
const levelParameter = 100

export function compressZstd(bytes: Buffer, level: number): Buffer {
  if (platform !== null) return platform.zstdCompressSync(bytes, { params: { [levelParameter]: level } })
  const { Encoder } = zstdPackage()
  return new Encoder(level).encodeSync(bytes)
}

export function decompressZstd(bytes: Buffer, maxBytes: number): Buffer {
  if (platform !== null) return platform.zstdDecompressSync(bytes, { maxOutputLength: maxBytes })
  if (zstdUpperBound(bytes) > maxBytes) {
    throw new CorruptBatchError(`the batch may decompress to more than ${maxBytes} bytes`)
  }
  const { Decoder } = zstdPackage()
  return new Decoder().decodeSync(bytes)
}

const frameMagic = 0xfd2fb528
const maxBlockBytes = 128 * 1024

/**
 * What zstd frames can decompress to at most, by walking their block headers (RFC 8878, 3.1.1): a raw or repeated block says its
 * size, a compressed one holds at most 128 KiB.
 */
export function zstdUpperBound(bytes: Buffer): number {
  let position = 0
  let bound = 0
  while (position < bytes.length) {
    if (bytes.length - position < 5) throw new CorruptBatchError('the zstd frame ends within its header')
    const magic = bytes.readUInt32LE(position)
    if (magic >>> 4 === 0x184d2a5) {
      position += bytes.length - position < 8 ? 8 : 8 + bytes.readUInt32LE(position + 4)
      continue
    }
    if (magic !== frameMagic) {
      throw new CorruptBatchError(`byte ${position} of the compressed records does not start a zstd frame`)
    }
    const descriptor = bytes.readUInt8(position + 4)
    position += 5 + frameHeaderRest(descriptor)
    for (let isLast = false; !isLast;) {
      if (bytes.length - position < 3) throw new CorruptBatchError('the zstd frame ends within a block')
      const header = bytes.readUIntLE(position, 3)
      isLast = (header & 1) === 1
      const type = (header >> 1) & 3
      const size = header >> 3
      bound += type === 2 ? maxBlockBytes : size
      position += 3 + (type === 1 ? 1 : size)
    }
    position += (descriptor & 0x04) === 0 ? 0 : 4
  }
  return bound
}

function frameHeaderRest(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  return (isSingleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes
}
