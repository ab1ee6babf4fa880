import { crc32 } from 'node:zlib'
import { crc32c } from '../../broker/bytes/crc32c.ts'
import type { BatchPlace, LogFile } from './log-file.ts'

const pieceBytes = 1024 * 1024

/** What the CRC covers, and where it stands, in either format; the old one has another polynomial too. */
const forms = {
  old: { crcAt: 12, from: 16, update: (bytes: Uint8Array, crc: number) => crc32(bytes, crc) },
  new: { crcAt: 17, from: 21, update: (bytes: Uint8Array, crc: number) => crc32c(bytes, crc) },
} as const

/** Whether the CRC of a batch fits its bytes, which stand in `bytes` from `at` on; nothing is copied. */
export function isCrcRight(bytes: Buffer, at: number, { sizeBytes, magic }: BatchPlace): boolean {
  const { crcAt, from, update } = magic < 2 ? forms.old : forms.new
  return update(bytes.subarray(at + from, at + sizeBytes), 0) === bytes.readUInt32BE(at + crcAt)
}

/** The same for a batch in a file, read piece by piece. */
export function isCrcRightInFile(file: LogFile, place: BatchPlace): boolean {
  const { crcAt, from, update } = place.magic < 2 ? forms.old : forms.new
  const expected = file.header(place).readUInt32BE(crcAt)
  const end = place.position + place.sizeBytes
  let crc = 0
  for (let at = place.position + from; at < end; at += pieceBytes) {
    crc = update(file.bytes(at, Math.min(pieceBytes, end - at)), crc)
  }
  return crc === expected
}
