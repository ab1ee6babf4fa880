/** As many bytes in a line as there is room for. */
export type BytesPerLine = 8 | 16

export interface HexLine {
  /** Where the line starts, eight digits of hex. */
  readonly position: string
  /** Groups of eight bytes, filled with spaces so that the characters always stand in the same column. */
  readonly bytes: string
  /** The same bytes as ASCII, with a dot for what has no sign of its own. */
  readonly characters: string
}

export function hexLineCount(bytes: Uint8Array, perLine: BytesPerLine): number {
  return Math.ceil(bytes.length / perLine)
}

/** One line of a hex dump, as hexdump -C writes it. */
export function hexLine(bytes: Uint8Array, line: number, perLine: BytesPerLine): HexLine {
  const start = line * perLine
  const part = bytes.subarray(start, start + perLine)
  const pairs = Array.from(part, twoDigits)
  const groups = perLine === 8 ? [pairs] : [pairs.slice(0, 8), pairs.slice(8)]
  return {
    position: start.toString(16).padStart(8, '0'),
    bytes: groups.map((group) => group.join(' ').padEnd(GROUP_WIDTH)).join('  '),
    characters: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
  }
}

/** Eight pairs of digits and the spaces between them. */
const GROUP_WIDTH = 23

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

/** All of it as digits, for the clipboard. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, twoDigits).join('')
}
