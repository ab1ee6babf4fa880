import { randomInt } from 'node:crypto'

/**
 * The partition that Java's producer picks for a key: murmur2 of its bytes, made positive, modulo the number of
 * partitions. Without a key any partition will do.
 */
export function partitionFor(key: Uint8Array | null, partitionCount: number): number {
  return key === null ? randomInt(partitionCount) : (murmur2(key) & 0x7fffffff) % partitionCount
}

const seed = 0x9747b28c
const multiplier = 0x5bd1e995

/** 32-bit MurmurHash2 with the seed that Kafka uses, as a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.byteLength
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const wholeBytes = length & ~3
  let hash = seed ^ length
  for (let at = 0; at < wholeBytes; at += 4) {
    let block = Math.imul(view.getInt32(at, true), multiplier)
    block ^= block >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(block, multiplier)
  }
  let tail = 0
  for (let at = length - 1; at >= wholeBytes; at--) tail = (tail << 8) | view.getUint8(at)
  if (wholeBytes < length) hash = Math.imul(hash ^ tail, multiplier)
  hash ^= hash >>> 13
  hash = Math.imul(hash, multiplier)
  return hash ^ (hash >>> 15)
}
