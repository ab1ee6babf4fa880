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

const frameMagicBytes = 4

/**
 * The frame with the header checksum that the format asks for. Kafka's clients of before 0.10 summed the magic as well
 * (KAFKA-3160), and messages of magic 0 are still written so.
 */
export function withSoundHeaderChecksum(frame: Buffer): Buffer {
  if (frame.length < 7 || frame.readUInt32LE(0) !== frameMagic) return frame
  const flags = frame.readUInt8(frameMagicBytes)
  const checksumAt = 6 + ((flags & hasContentSize) === 0 ? 0 : 8) + ((flags & hasDictionary) === 0 ? 0 : 4)
  if (checksumAt >= frame.length) return frame
  const sound = Buffer.from(frame)
  sound.writeUInt8((shortXxHash32(frame.subarray(frameMagicBytes, checksumAt)) >>> 8) & 0xff, checksumAt)
  return sound
}

const primes = [2654435761, 2246822519, 3266489917, 668265263, 374761393] as const

/** xxHash32 with the seed 0, of fewer than 16 bytes. */
function shortXxHash32(bytes: Buffer): number {
  const [first, second, third, fourth, fifth] = primes
  let hash = (fifth + bytes.length) | 0
  let at = 0
  for (; at + 4 <= bytes.length; at += 4) {
    hash = Math.imul(rotateLeft((hash + Math.imul(bytes.readUInt32LE(at), third)) | 0, 17), fourth)
  }
  for (; at < bytes.length; at++) {
    hash = Math.imul(rotateLeft((hash + Math.imul(bytes.readUInt8(at), fifth)) | 0, 11), first)
  }
  hash = Math.imul(hash ^ (hash >>> 15), second)
  hash = Math.imul(hash ^ (hash >>> 13), third)
  return (hash ^ (hash >>> 16)) >>> 0
}

function rotateLeft(value: number, count: number): number {
  return (value << count) | (value >>> (32 - count))
}

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
