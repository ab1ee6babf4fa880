import { join } from 'node:path'
import type { Disk } from '../environment/disk.ts'
import { parseSegmentFile } from './segment-files.ts'
import { scanBatches } from './segment-scan.ts'

/**
 * Ends what a crash has interrupted: files on their way out (`.deleted`) and compacted files that are not complete (`.cleaned`) are removed;
 * complete ones (`.swap`) take the place of every segment in their range of offsets.
 *
 * A `.swap` at or behind a `.cleaned` file belongs to a set that was not complete when the crash came, so it goes too.
 *
 * Gives the names of the files that are there afterwards.
 */
export function finishInterruptedSwaps(disk: Disk, directory: string): string[] {
  const names = disk.list(directory).map(({ name }) => name)
  const files = names.flatMap((name) => {
    const parsed = parseSegmentFile(name)
    return parsed === null ? [] : [{ ...parsed, path: join(directory, name) }]
  })
  if (files.every(({ suffix }) => suffix === '')) return names
  const cleaned = files.filter(({ suffix }) => suffix === '.cleaned')
  const firstCleaned = cleaned.reduce<bigint | null>(
    (min, { offset }) => (min === null || offset < min ? offset : min),
    null,
  )
  const isComplete = ({ suffix, offset }: (typeof files)[number]) =>
    suffix === '.swap' && (firstCleaned === null || offset < firstCleaned)
  const swaps = files.filter(isComplete)
  for (const file of files) if (file.suffix !== '' && !isComplete(file)) disk.removeFile(file.path)

  const swapped = swaps.filter(({ kind }) => kind === 'log')
  for (const { path, offset } of swapped) {
    const end = endOffset(disk, path, offset)
    for (const file of files) {
      const isReplaced = file.suffix === '' && file.offset >= offset && file.offset < end
      if (isReplaced && file.kind !== 'snapshot') disk.removeFile(file.path)
    }
  }
  for (const { path } of swaps) disk.rename(path, path.slice(0, -'.swap'.length))
  return disk.list(directory).map(({ name }) => name)
}

function endOffset(disk: Disk, path: string, baseOffset: bigint): bigint {
  const file = disk.open(path, 'read')
  try {
    let end = baseOffset
    for (const { view } of scanBatches({ file }, { from: 0, to: file.size() })) end = view.nextOffset
    return end
  } finally {
    file.close()
  }
}
