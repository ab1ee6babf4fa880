import { CorruptBatchError } from './record-errors.ts'

/**
 * LZ4 frame, integers little-endian:
 *
 *     uint32 magic 184D2204 | flags | block maximum | [int64 content size] | [int32 dictionary id] | header checksum
 *     blocks: uint32 length (top bit: stored as it is) | data | [uint32 checksum]
 *     uint32 0 | [uint32 content checksum]
 */
const frameMagic = 0x184d2204
const hasBlockChecksum = 0x10
const hasContentSize = 0x08
const hasContentChecksum = 0x04
const hasDictionary = 0x01

/** What the bytes can decompress to at most: the number of blocks times their maximum. Nothing is decompressed. */
export function lz4UpperBound(bytes: Buffer): number {
  let position = 0
  let bound = 0
  while (position < bytes.length) {
    if (bytes.length - position < 7 || bytes.readUInt32LE(position) !== frameMagic) {
      throw new CorruptBatchError(`byte ${position} of the compressed records does not start an LZ4 frame`)
    }
    const flags = bytes.readUInt8(position + 4)
    const blockMaximum = 1 << (8 + 2 * ((bytes.readUInt8(position + 5) >> 4) & 0x07))
    position += 7 + ((flags & hasContentSize) === 0 ? 0 : 8) + ((flags & hasDictionary) === 0 ? 0 : 4)
    for (;;) {
      if (bytes.length - position < 4) throw new CorruptBatchError('the LZ4 frame ends within a block')
      const length = bytes.readUInt32LE(position) & 0x7fffffff
      position += 4
      if (length === 0) break
      bound += blockMaximum
      position += length + ((flags & hasBlockChecksum) === 0 ? 0 : 4)
    }
    position += (flags & hasContentChecksum) === 0 ? 0 : 4
  }
  return bound
}
