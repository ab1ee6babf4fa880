import { crc32c as native } from '@node-rs/crc32'
import { bufferOf } from './buffer-of.ts'

/** CRC-32C (Castagnoli), as record batches and producer snapshots carry it, as an unsigned 32-bit integer. */
export function crc32c(bytes: Uint8Array, previous?: number): number {
  return native(bufferOf(bytes), previous)
}
