import type { Finding } from '../api/segment-check.ts'
import { isCrcRight } from './batch-crc.ts'
import { BatchView } from '../../broker/records/batch-view.ts'
import type { Damage } from '../api/segments.ts'
import type { BatchPlace, LogFile } from './log-file.ts'
import { PieceReader } from './piece-reader.ts'

const bytesBetweenPauses = 16 * 1024 * 1024

/** What is wrong, before it is said in which file. */
export type Found = Pick<Finding, 'kind'> & Partial<Omit<Finding, 'kind' | 'folder' | 'fileName'>>

/** How far a check is: shared with who tells it. */
export interface CheckCounts {
  checkedBytes: number
  batchCount: number
  entryCount: number
}

/**
 * Checks every batch of a file: place, CRC, order of offsets. Reads large pieces into one memory and computes the CRCs
 * where they lie. Yields what it finds, and `null` now and then so that others get a turn.
 */
export function* checkLog(file: LogFile, counts: CheckCounts): Generator<Found | null, void, undefined> {
  const memory = new PieceReader(file)
  let position = 0
  let paused = 0
  let nextOffset: bigint | null = null
  for (;;) {
    const piece = memory.at(position)
    if (piece === null) return
    if ('kind' in piece) return yield inFinding(piece)
    const { bytes, at, place } = piece
    const { found, next } = checkBatch(bytes, at, { place, nextOffset })
    yield* found
    nextOffset = next ?? nextOffset
    position += place.sizeBytes
    counts.checkedBytes += place.sizeBytes
    counts.batchCount += 1
    if (position - paused < bytesBetweenPauses) continue
    paused = position
    yield null
  }
}

function inFinding({ kind, position, leftBytes, sizeBytes, magic }: Damage): Found {
  const found = kind === 'unknown-magic' ? BigInt(magic ?? 0) : sizeBytes === undefined ? null : BigInt(sizeBytes)
  return { kind, position, leftBytes, found }
}

function checkBatch(
  bytes: Buffer,
  at: number,
  { place, nextOffset }: { readonly place: BatchPlace; readonly nextOffset: bigint | null },
): { readonly found: Found[]; readonly next: bigint | null } {
  const { position, magic } = place
  const found: Found[] = []
  const baseOffset = bytes.readBigInt64BE(at)
  if (!isCrcRight(bytes, at, place)) {
    const stored = bytes.readUInt32BE(at + (magic < 2 ? 12 : 17))
    found.push({ kind: 'crc', position, offset: baseOffset, found: BigInt(stored) })
  }
  if (magic < 2) return { found, next: null }
  const { lastOffset } = new BatchView(bytes, at)
  if (nextOffset !== null && baseOffset < nextOffset) {
    found.push({ kind: 'offset-order', position, offset: baseOffset, expected: nextOffset, found: baseOffset })
  }
  return { found, next: lastOffset + 1n }
}
