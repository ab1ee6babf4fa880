import { crc32 } from 'node:zlib'
import type { Clock } from '../environment/clock.ts'
import type { LeaderEpochs } from './leader-epochs.ts'
import { LogDirectoryError } from './log-errors.ts'
import type { ProducerState } from './producer-state.ts'
import { readChunk, scanBatches } from './segment-scan.ts'
import type { Segment } from './segment.ts'

export interface RecoveryResult {
  /** The offset behind the last sound batch; the base offset when there is none. */
  readonly nextOffset: bigint
  readonly cutBytes: number
  /** What was cut are zeros, as behind the last batch of a preallocated segment. */
  readonly wasZeros: boolean
}

export interface RecoveryParts {
  readonly producers: ProducerState
  readonly epochs: LeaderEpochs
  readonly clock: Clock
  /** The checksums were found right by who looked before. */
  readonly isSound: boolean
}

const bytesBetweenPauses = 16 * 1024 * 1024

/**
 * Reads a segment from its first batch to the first that is not whole, not sound or not in order, cuts it there, and builds its indexes again.
 * Producers and epochs take over every batch on the way: they must stand where the segment begins.
 */
export async function recoverSegment(segment: Segment, parts: RecoveryParts): Promise<RecoveryResult> {
  const end = segment.beginIndexAgain()
  segment.transactionIndex.reset()
  let nextOffset = segment.baseOffset
  let sinceLastPause = 0
  for (const { view, position, sizeInBytes } of scanBatches(segment, { from: 0, to: end, whole: true })) {
    const isInOrder = view.baseOffset >= nextOffset && view.lastOffset - segment.baseOffset < 2n ** 31n
    if (!isInOrder || !(parts.isSound || view.isCrcValid())) break
    segment.indexAgain(view, position)
    parts.epochs.assign(view.partitionLeaderEpoch, view.baseOffset)
    for (const aborted of parts.producers.replay(view)) segment.transactionIndex.append(aborted)
    nextOffset = view.nextOffset
    sinceLastPause += sizeInBytes
    if (sinceLastPause < bytesBetweenPauses) continue
    sinceLastPause = 0
    await parts.clock.yield()
  }
  const cutBytes = end - segment.size
  const wasZeros = cutBytes > 0 && isZero(segment, end)
  if (cutBytes > 0 && !wasZeros) refuseOldFormat(segment, end)
  if (cutBytes > 0) segment.truncateToPosition(segment.size)
  segment.finish()
  return { nextOffset, cutBytes, wasZeros }
}

function isZero(segment: Segment, end: number): boolean {
  const pieceBytes = 64 * 1024
  for (let at = segment.size; at < end; at += pieceBytes) {
    if (readChunk(segment.file, at, Math.min(pieceBytes, end - at)).some((byte) => byte !== 0)) return false
  }
  return true
}

/**
 * Messages of magic 0 or 1, from a log that older releases have written, are not served; but they are somebody's data, and not to be cut
 * as if they were torn.
 * @throws LogDirectoryError
 */
function refuseOldFormat(segment: Segment, end: number): void {
  const header = readChunk(segment.file, segment.size, 17)
  if (header.length < 17) return
  const bytes = header.readInt32BE(8)
  const magic = header.readInt8(16)
  if ((magic !== 0 && magic !== 1) || bytes < smallestOldMessage || segment.size + 12 + bytes > end) return
  // Zeros that a power cut has left in the header of a batch look like magic 0; only a message of old has its CRC-32 there.
  const message = readChunk(segment.file, segment.size + 12, bytes)
  if (message.length < bytes || message.readUInt32BE(0) !== crc32(message.subarray(4))) return
  throw new LogDirectoryError(
    `${segment.path('log')} holds messages in the format of before Kafka 0.11 (magic ${magic}), which cannot be served here. ` +
      'Copy the topic with a newer Kafka first, or move its directory away.',
  )
}

const smallestOldMessage = 14
