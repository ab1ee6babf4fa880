import { bufferOf } from './buffer-of.ts'

/*
 * XXH3 with 64 bits, seed 0 and the secret that the algorithm comes with, as published by its author (xxHash, specification
 * of XXH3). Kafka hashes the topics of consumer groups with it (KIP-1101). Numbers are read little-endian.
 */

const secret = Buffer.from(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248e' +
    'e03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b4f1d8a' +
    '51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8f' +
    'f8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
  'hex',
)

const prime32 = [0x9e3779b1n, 0x85ebca77n, 0xc2b2ae3dn] as const
const prime64 = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const
const mix1 = 0x165667919e3779f9n
const mix2 = 0x9fb21c651e98df25n
const low32 = 0xffff_ffffn
const low64 = 0xffff_ffff_ffff_ffffn

/** The hash as a signed number, as Java has it. */
export function xxh3(input: Uint8Array): bigint {
  const bytes = bufferOf(input)
  return BigInt.asIntN(64, hash(bytes))
}

function hash(bytes: Buffer): bigint {
  const { length } = bytes
  if (length === 0) return avalanche64(secretWord(56) ^ secretWord(64))
  if (length <= 3) return hash1to3(bytes)
  if (length <= 8) return hash4to8(bytes)
  if (length <= 16) return hash9to16(bytes)
  if (length <= 128) return hash17to128(bytes)
  return length <= 240 ? hash129to240(bytes) : hashLong(bytes)
}

function secretWord(position: number): bigint {
  return secret.readBigUInt64LE(position)
}

function times(left: bigint, right: bigint): bigint {
  return BigInt.asUintN(64, left * right)
}

/** Both halves of the product, one over the other. */
function fold(left: bigint, right: bigint): bigint {
  const product = left * right
  return (product & low64) ^ (product >> 64n)
}

function rotateLeft(word: bigint, bits: bigint): bigint {
  return BigInt.asUintN(64, word << bits) | (word >> (64n - bits))
}

function avalanche64(word: bigint): bigint {
  let mixed = times(word ^ (word >> 33n), prime64[1])
  mixed = times(mixed ^ (mixed >> 29n), prime64[2])
  return mixed ^ (mixed >> 32n)
}

function avalanche(word: bigint): bigint {
  const unsigned = BigInt.asUintN(64, word)
  const mixed = times(unsigned ^ (unsigned >> 37n), mix1)
  return mixed ^ (mixed >> 32n)
}

function hash1to3(bytes: Buffer): bigint {
  const { length } = bytes
  const [first, middle, last] = [bytes.readUInt8(0), bytes.readUInt8(length >> 1), bytes.readUInt8(length - 1)]
  const combined = (BigInt(first) << 16n) | (BigInt(middle) << 24n) | BigInt(last) | (BigInt(length) << 8n)
  return avalanche64(combined ^ BigInt((secret.readUInt32LE(0) ^ secret.readUInt32LE(4)) >>> 0))
}

function hash4to8(bytes: Buffer): bigint {
  const { length } = bytes
  const both = BigInt(bytes.readUInt32LE(length - 4)) + (BigInt(bytes.readUInt32LE(0)) << 32n)
  const keyed = both ^ secretWord(8) ^ secretWord(16)
  let mixed = times(keyed ^ rotateLeft(keyed, 49n) ^ rotateLeft(keyed, 24n), mix2)
  mixed = times(mixed ^ ((mixed >> 35n) + BigInt(length)), mix2)
  return mixed ^ (mixed >> 28n)
}

function hash9to16(bytes: Buffer): bigint {
  const { length } = bytes
  const low = bytes.readBigUInt64LE(0) ^ secretWord(24) ^ secretWord(32)
  const high = bytes.readBigUInt64LE(length - 8) ^ secretWord(40) ^ secretWord(48)
  return avalanche(BigInt(length) + swapBytes(low) + high + fold(low, high))
}

function swapBytes(word: bigint): bigint {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(word)
  return bytes.readBigUInt64BE()
}

function mix16(bytes: Buffer, position: number, secretPosition: number): bigint {
  const low = bytes.readBigUInt64LE(position) ^ secretWord(secretPosition)
  return fold(low, bytes.readBigUInt64LE(position + 8) ^ secretWord(secretPosition + 8))
}

/** From both ends inward, 16 bytes at a time. */
function hash17to128(bytes: Buffer): bigint {
  const { length } = bytes
  let sum = times(BigInt(length), prime64[0])
  for (let round = Math.floor((length - 1) / 32); round >= 0; round--) {
    sum += mix16(bytes, 16 * round, 32 * round) + mix16(bytes, length - 16 * (round + 1), 32 * round + 16)
  }
  return avalanche(sum)
}

function hash129to240(bytes: Buffer): bigint {
  const { length } = bytes
  const rounds = Math.floor(length / 16)
  let sum = times(BigInt(length), prime64[0])
  for (let round = 0; round < 8; round++) sum += mix16(bytes, 16 * round, 16 * round)
  sum = avalanche(sum)
  for (let round = 8; round < rounds; round++) sum += mix16(bytes, 16 * round, 16 * (round - 8) + 3)
  return avalanche(sum + mix16(bytes, length - 16, 119))
}

const stripeBytes = 64
const stripesPerBlock = 16
const blockBytes = stripeBytes * stripesPerBlock

function hashLong(bytes: Buffer): bigint {
  const { length } = bytes
  const lanes = [prime32[2], ...prime64.slice(0, 4), prime32[1], prime64[4], prime32[0]]
  const blocks = Math.floor((length - 1) / blockBytes)
  for (let block = 0; block < blocks; block++) {
    for (let stripe = 0; stripe < stripesPerBlock; stripe++) {
      accumulate(lanes, bytes.subarray(block * blockBytes + stripe * stripeBytes), stripe * 8)
    }
    scramble(lanes)
  }
  const stripes = Math.floor((length - 1 - blocks * blockBytes) / stripeBytes)
  for (let stripe = 0; stripe < stripes; stripe++) {
    accumulate(lanes, bytes.subarray(blocks * blockBytes + stripe * stripeBytes), stripe * 8)
  }
  accumulate(lanes, bytes.subarray(length - stripeBytes), secret.length - stripeBytes - 7)
  let sum = times(BigInt(length), prime64[0])
  for (let pair = 0; pair < 4; pair++) {
    const [left = 0n, right = 0n] = lanes.slice(2 * pair, 2 * pair + 2)
    sum += fold(left ^ secretWord(11 + 16 * pair), right ^ secretWord(19 + 16 * pair))
  }
  return avalanche(sum)
}

function accumulate(lanes: bigint[], stripe: Buffer, secretPosition: number): void {
  for (let lane = 0; lane < 8; lane++) {
    const word = stripe.readBigUInt64LE(8 * lane)
    const keyed = word ^ secretWord(secretPosition + 8 * lane)
    lanes[lane ^ 1] = BigInt.asUintN(64, (lanes[lane ^ 1] ?? 0n) + word)
    lanes[lane] = BigInt.asUintN(64, (lanes[lane] ?? 0n) + (keyed & low32) * (keyed >> 32n))
  }
}

function scramble(lanes: bigint[]): void {
  for (const [lane, word] of lanes.entries()) {
    lanes[lane] = times(word ^ (word >> 47n) ^ secretWord(secret.length - stripeBytes + 8 * lane), prime32[0])
  }
}
