import type { DiskFile } from '../environment/disk.ts'
import type { Environment } from '../environment/environment.ts'
import { batchLogOverheadBytes, batchOverheadBytes } from '../records/batch-view.ts'
import { LogDirectoryError } from './log-errors.ts'
import { parseSegmentFile, segmentFile } from './segment-files.ts'
import { beginsWithSoundBatch, isSoundAt, readChunk, scanBatches } from './segment-scan.ts'

const bytesBetweenPauses = 16 * 1024 * 1024

/**
 * Refuses a log that is damaged where something sound follows, when the process was killed while the machine ran on: nothing can have been
 * torn but the end of the last segment, and to cut there, as after a power cut, would lose all that came later. Looks at the segments
 * behind the recovery point; changes nothing. Gives the base offsets of those that it has found sound from end to end, so that recovery
 * need not compute their checksums a second time.
 * @throws LogDirectoryError
 */
export async function refuseDamageInside(
  environment: Environment,
  { directory, recoveryPoint }: { readonly directory: string; readonly recoveryPoint: bigint },
): Promise<ReadonlySet<bigint>> {
  const { disk } = environment
  const sound = new Set<bigint>()
  const bases = disk
    .list(directory)
    .map(({ name }) => parseSegmentFile(name))
    .flatMap((parsed) => (parsed?.kind === 'log' && parsed.suffix === '' ? [parsed.offset] : []))
  for (const [index, base] of bases.entries()) {
    const next = bases[index + 1]
    // Recovery looks at these, and recovery would cut.
    const isRead = next === undefined || next >= recoveryPoint
    if (!isRead || (next !== undefined && !beginsWithSoundBatch(disk, segmentFile(directory, next, 'log')))) continue
    const path = segmentFile(directory, base, 'log')
    if (await isSoundOrTorn(environment, path, { isLast: next === undefined })) sound.add(base)
  }
  return sound
}

/** One segment: true when it is sound from end to end; false when it is not, but nothing sound comes behind. @throws LogDirectoryError */
export async function isSoundOrTorn(
  environment: Environment,
  path: string,
  { isLast }: { readonly isLast: boolean },
): Promise<boolean> {
  const file = environment.disk.open(path, 'read')
  try {
    const end = await soundBytes(environment, file)
    if (end === file.size()) return true
    if (!isOldFormat(file, end) && (!isLast || isFollowedBySound(file, end))) throw damaged(path, end)
    return false
  } finally {
    file.close()
  }
}

/** Up to where the batches follow each other with the right checksums. */
async function soundBytes({ clock }: Environment, file: DiskFile): Promise<number> {
  let end = 0
  let lastPause = 0
  for (const { view, position, sizeInBytes } of scanBatches({ file }, { from: 0, to: file.size(), whole: true })) {
    if (!view.isCrcValid()) break
    end = position + sizeInBytes
    if (end - lastPause < bytesBetweenPauses) continue
    lastPause = end
    await clock.yield()
  }
  return end
}

/** Whether there is a sound batch where the one at `position` says that it ends. */
function isFollowedBySound(file: DiskFile, position: number): boolean {
  const header = readChunk(file, position, batchOverheadBytes)
  if (header.length < batchOverheadBytes) return false
  const sizeInBytes = header.readInt32BE(8) + batchLogOverheadBytes
  return sizeInBytes >= batchOverheadBytes && isSoundAt(file, position + sizeInBytes)
}

/** Messages of before Kafka 0.11 are not judged here. */
function isOldFormat(file: DiskFile, position: number): boolean {
  const header = readChunk(file, position, batchOverheadBytes)
  return header.length > 16 && header.readInt8(16) < 2 && header.readInt32BE(8) > 0
}

function damaged(path: string, position: number): LogDirectoryError {
  return new LogDirectoryError(
    `${path} is damaged at byte ${position}: the batch there is not whole or its checksum is wrong, and sound ones follow. ` +
      'Restore the file from a backup, or move it and the later segments of its directory away to go on with what is before. Nothing was changed.',
  )
}
