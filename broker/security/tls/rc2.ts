/*
 * RC2 (RFC 2268), to read key stores of Java 8 and OpenSSL 1: they encrypt certificates, which are no secret, with it.
 * Today's OpenSSL, and so Node, no longer has it. Nothing is ever encrypted with it here.
 */

/** A permutation of all bytes, from the digits of pi. */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0b' +
    'f09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303' +
    'f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc' +
    '2491af50a1f47039997c3a8523b8b47afc02365b255597312d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)
const ROTATIONS = [1, 2, 3, 5] as const
const BLOCK_BYTES = 8
const KEY_WORDS = 64

/** The key's effective length is its whole length. @throws RangeError when the padding is wrong, as by a wrong key */
export function decryptRc2Cbc(
  { key, iv }: { readonly key: Uint8Array; readonly iv: Uint8Array },
  ciphertext: Uint8Array,
): Uint8Array {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK_BYTES !== 0) throw new RangeError('no whole blocks')
  const words = expand(key)
  const bytes = Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.byteLength)
  const plain = Buffer.alloc(bytes.length)
  let previous: Uint8Array = iv
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES)
    decryptBlock(words, block, plain.subarray(at))
    for (let index = 0; index < BLOCK_BYTES; index++) {
      plain[at + index] = (plain[at + index] ?? 0) ^ (previous[index] ?? 0)
    }
    previous = block
  }
  return withoutPadding(plain)
}

function withoutPadding(plain: Buffer): Uint8Array {
  const count = plain.at(-1) ?? 0
  const padding = plain.subarray(plain.length - count)
  if (count === 0 || count > BLOCK_BYTES || padding.some((byte) => byte !== count)) {
    throw new RangeError('the padding is wrong')
  }
  return plain.subarray(0, plain.length - count)
}

function expand(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(2 * KEY_WORDS)
  const pi = (index: number): number => PI_TABLE[index & 0xff] ?? 0
  const at = (index: number): number => bytes[index] ?? 0
  bytes.set(key)
  for (let index = key.length; index < bytes.length; index++) {
    bytes[index] = pi(at(index - 1) + at(index - key.length))
  }
  const last = bytes.length - key.length
  bytes[last] = pi(at(last))
  for (let index = last - 1; index >= 0; index--) bytes[index] = pi(at(index + 1) ^ at(index + key.length))
  return Uint16Array.from({ length: KEY_WORDS }, (_, index) => at(2 * index) | (at(2 * index + 1) << 8))
}

function decryptBlock(words: Uint16Array, block: Buffer, into: Buffer): void {
  const state = Uint16Array.from({ length: 4 }, (_, index) => block.readUInt16LE(2 * index))
  const word = (index: number): number => state[index & 3] ?? 0
  let next = KEY_WORDS - 1
  for (let round = 0; round < 16; round++) {
    if (round === 5 || round === 11) {
      for (let index = 3; index >= 0; index--) state[index] = word(index) - (words[word(index + 3) & 63] ?? 0)
    }
    for (let index = 3; index >= 0; index--) {
      const shift = ROTATIONS[index] ?? 0
      const rotated = (word(index) >>> shift) | (word(index) << (16 - shift))
      const [one, two, three] = [word(index + 3), word(index + 2), word(index + 1)]
      state[index] = rotated - (words[next] ?? 0) - (one & two) - (~one & three)
      next -= 1
    }
  }
  for (const [index, value] of state.entries()) into.writeUInt16LE(value, 2 * index)
}
