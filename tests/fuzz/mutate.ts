import type { Chance } from './chance.ts'

/** Values that lengths and counts are replaced by: the largest, the smallest, and just past an edge. */
const LENGTHS = [0x7f_ff_ff_ff, 0xff_ff_ff_ff, 0x80_00_00_00, 0x00_ff_ff_ff, 0x00_01_00_00, 0]

type Mutation = (bytes: Buffer, chance: Chance) => Buffer

const MUTATIONS: readonly Mutation[] = [
  function flipBits(bytes, chance) {
    for (let flips = 1 + chance.below(4); flips > 0; flips--) {
      const at = chance.below(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
    }
    return bytes
  },
  function replaceByte(bytes, chance) {
    bytes[chance.below(bytes.length)] = chance.pick([0, 1, 0x7f, 0x80, 0xff])
    return bytes
  },
  function replaceLength(bytes, chance) {
    if (bytes.length >= 4) bytes.writeUInt32BE(chance.pick(LENGTHS), chance.below(bytes.length - 3))
    return bytes
  },
  function lengthenVarint(bytes, chance) {
    bytes.fill(0xff, chance.below(bytes.length), bytes.length - chance.below(bytes.length))
    return bytes
  },
  function cutOff(bytes, chance) {
    return bytes.subarray(0, chance.below(bytes.length))
  },
  function insert(bytes, chance) {
    const at = chance.below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), chance.bytes(1 + chance.below(16)), bytes.subarray(at)])
  },
  function repeat(bytes, chance) {
    const from = chance.below(bytes.length)
    const piece = bytes.subarray(from, from + chance.below(64))
    return Buffer.concat([bytes.subarray(0, from), piece, piece, bytes.subarray(from + piece.length)])
  },
]

/** A copy of the bytes with one to three things wrong. */
export function mutate(bytes: Uint8Array, chance: Chance): Buffer {
  let mutated = Buffer.from(bytes)
  for (let times = 1 + chance.below(3); times > 0 && mutated.length > 0; times--) {
    mutated = Buffer.from(chance.pick(MUTATIONS)(mutated, chance))
  }
  return mutated
}
