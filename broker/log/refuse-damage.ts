import type { Environment } from '../environment/environment.ts'
import { LogDirectoryError } from './log-errors.ts'
import { parseSegmentFile, segmentFile } from './segment-files.ts'
import { beginsWithSoundBatch, scanBatches } from './segment-scan.ts'

const bytesBetweenPauses = 16 * 1024 * 1024

/**
 * Refuses a log in which a segment is damaged that others follow, where nothing can have been torn but the end of the
 * last one: to cut there, as after a power cut, would lose all that came later. Looks at the segments behind the recovery
 * point; changes nothing. Gives the base offsets of those that it has found sound from end to end, so that recovery need
 * not compute their checksums a second time.
 * @throws LogDirectoryError
 */
export async function refuseDamageInside(
  { disk, clock }: Environment,
  { directory, recoveryPoint }: { readonly directory: string; readonly recoveryPoint: bigint },
): Promise<ReadonlySet<bigint>> {
  const sound = new Set<bigint>()
  const bases = disk
    .list(directory)
    .map(({ name }) => parseSegmentFile(name))
    .flatMap((parsed) => (parsed?.kind === 'log' && parsed.suffix === '' ? [parsed.offset] : []))
  for (const [index, next] of bases.slice(1).entries()) {
    const base = bases[index] ?? 0n
    const path = segmentFile(directory, base, 'log')
    // Recovery looks at these, and recovery would cut.
    if (next < recoveryPoint || !beginsWithSoundBatch(disk, segmentFile(directory, next, 'log'))) continue
    const file = disk.open(path, 'read')
    try {
      let end = 0
      let lastPause = 0
      for (const { view, position, sizeInBytes } of scanBatches({ file }, { from: 0, to: file.size(), whole: true })) {
        // Messages of before Kafka 0.11 and gaps that compaction leaves are for recovery to judge.
        if (!view.isCrcValid()) break
        end = position + sizeInBytes
        if (end - lastPause < bytesBetweenPauses) continue
        lastPause = end
        await clock.yield()
      }
      if (end < file.size()) throw damaged(path, end)
      sound.add(base)
    } finally {
      file.close()
    }
  }
  return sound
}

function damaged(path: string, position: number): LogDirectoryError {
  return new LogDirectoryError(
    `${path} is damaged at byte ${position}: the batch there is not whole or its checksum is wrong, and later segments follow. ` +
      'Restore the file from a backup, or move it and the later segments of its directory away to go on with what is before. Nothing was changed.',
  )
}
