/**
 * ASCII text to be looked for in bytes, whatever its case (Boyer-Moore-Horspool): most bytes are leapt over, and nothing is
 * allocated, which counts where gigabytes are gone over.
 */
export class CaselessPattern {
  readonly #pattern: Uint8Array
  /** By the byte under the pattern's last place: how far the pattern may be moved; 0 where that byte fits. */
  readonly #leaps: Uint32Array
  /** How far it may be moved where the last byte fits, and another does not. */
  readonly #leapAfterLast: number

  constructor(asciiText: string) {
    const pattern = Buffer.from(asciiText).map(smallLetter)
    const last = pattern.length - 1
    const lastByte = pattern[last] ?? -1
    const leaps = new Map<number, number>()
    pattern.subarray(0, last).forEach((byte, at) => leaps.set(byte, last - at))
    this.#pattern = pattern
    this.#leapAfterLast = leaps.get(lastByte) ?? pattern.length
    this.#leaps = Uint32Array.from({ length: 256 }, (_each, byte) => {
      const small = smallLetter(byte)
      return small === lastByte ? 0 : (leaps.get(small) ?? pattern.length)
    })
  }

  isIn(bytes: Uint8Array): boolean {
    const leaps = this.#leaps
    const last = this.#pattern.length - 1
    if (last < 0) return true
    let at = last
    while (at < bytes.length) {
      const leap = leaps[bytes[at] ?? 0] ?? 1
      if (leap > 0) at += leap
      else if (this.#fits(bytes, at - last)) return true
      else at += this.#leapAfterLast
    }
    return false
  }

  #fits(bytes: Uint8Array, from: number): boolean {
    const pattern = this.#pattern
    for (let at = 0; at < pattern.length; at++) if (smallLetter(bytes[from + at] ?? 0) !== pattern[at]) return false
    return true
  }
}

const capitalA = 0x41
const capitalZ = 0x5a

function smallLetter(byte: number): number {
  return byte >= capitalA && byte <= capitalZ ? byte + 0x20 : byte
}
