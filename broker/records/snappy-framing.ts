import { snappyPackage } from './native-packages.ts'
import { CorruptBatchError } from './record-errors.ts'

/**
 * The block framing of the Java library "snappy-java" (by xerial), which every Kafka client writes:
 *
 *     82 'S' 'N' 'A' 'P' 'P' 'Y' 00 | int32 version | int32 lowest compatible version | blocks
 *     block: int32 compressed length | raw snappy block
 */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const headerBytes = 16
const blockBytes = 32 * 1024

export function compressSnappy(bytes: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header.writeInt32BE(1, 8)
  header.writeInt32BE(1, 12)
  const chunks: Buffer[] = [header]
  for (let start = 0; start < bytes.length; start += blockBytes) {
    const block = snappyPackage().compressSync(bytes.subarray(start, start + blockBytes))
    const length = Buffer.allocUnsafe(4)
    length.writeInt32BE(block.length)
    chunks.push(length, block)
  }
  return Buffer.concat(chunks)
}

/** Reads the framed form and, as some clients write it, a single raw block. */
export function decompressSnappy(bytes: Buffer, maxBytes: number): Buffer {
  if (bytes.length < headerBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    if (rawLength(bytes) > maxBytes) throw new CorruptBatchError(tooLarge(maxBytes))
    return uncompressBlock(bytes)
  }
  const blocks: Buffer[] = []
  let total = 0
  let position = headerBytes
  while (position < bytes.length) {
    const length = bytes.length - position < 4 ? -1 : bytes.readInt32BE(position)
    position += 4
    if (length < 0 || length > bytes.length - position) {
      throw new CorruptBatchError(
        `a snappy block of ${length} bytes does not fit the ${bytes.length} bytes of its batch`,
      )
    }
    const block = bytes.subarray(position, position + length)
    total += rawLength(block)
    if (total > maxBytes) throw new CorruptBatchError(tooLarge(maxBytes))
    blocks.push(uncompressBlock(block))
    position += length
  }
  return blocks.length === 1 && blocks[0] !== undefined ? blocks[0] : Buffer.concat(blocks, total)
}

function uncompressBlock(block: Buffer): Buffer {
  const bytes = snappyPackage().uncompressSync(block, { asBuffer: true })
  return typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
}

/** A raw block starts with the length that it decompresses to, as an unsigned varint. */
function rawLength(block: Buffer): number {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = block[index]
    if (byte === undefined) break
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return value
  }
  throw new CorruptBatchError('a snappy block does not start with its length')
}

function tooLarge(maxBytes: number): string {
  return `the batch decompresses to more than ${maxBytes} bytes`
}
