export const BYTES_PER_LINE = 16

export interface HexLine {
  /** Where the line starts, eight digits of hex. */
  readonly position: string
  /** Two groups of eight bytes, filled with spaces so that the characters always stand in the same column. */
  readonly bytes: string
  /** The same bytes as ASCII, with a dot for what has no sign of its own. */
  readonly characters: string
}

export function hexLineCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / BYTES_PER_LINE)
}

/** One line of a hex dump, as hexdump -C writes it. */
export function hexLine(bytes: Uint8Array, line: number): HexLine {
  const start = line * BYTES_PER_LINE
  const part = bytes.subarray(start, start + BYTES_PER_LINE)
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'))
  const text = `${pairs.slice(0, 8).join(' ').padEnd(23)}  ${pairs.slice(8).join(' ')}`
  return {
    position: start.toString(16).padStart(8, '0'),
    bytes: text.padEnd(48),
    characters: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
  }
}

/** All of it as digits, for the clipboard. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
