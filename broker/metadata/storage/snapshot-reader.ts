import type { Disk } from '../../environment/disk.ts'
import { batchesIn } from '../../records/batches.ts'
import type { BatchView } from '../../records/batch-view.ts'
import { controlType, controlTypes } from '../../records/control-records.ts'
import { recordsIn } from '../../records/records-in.ts'
import { MetadataStorageError, messageOf } from './metadata-storage-error.ts'

/**
 * The batches of a whole snapshot, checked: every CRC is right, a header comes first and a footer last.
 * @throws MetadataStorageError
 */
export function readSnapshot(disk: Disk, path: string): BatchView[] {
  const bytes = disk.readFile(path)
  try {
    const batches = [...batchesIn(bytes)]
    requireWhole(batches, bytes.byteLength)
    return batches
  } catch (error) {
    throw new MetadataStorageError(path, `the snapshot is damaged: ${messageOf(error)}.`, { cause: error })
  }
}

function requireWhole(batches: readonly BatchView[], size: number): void {
  let total = 0
  for (const batch of batches) {
    total += batch.sizeInBytes
    if (!batch.isCrcValid()) throw new Error(`the CRC of the batch at byte ${batch.position} is wrong`)
  }
  if (total !== size) throw new Error(`${size - total} bytes at its end are no batch`)
  const first = batches.at(0)
  const last = batches.at(-1)
  if (first === undefined || last === undefined) throw new Error('it is empty')
  if (firstControlType(first) !== controlTypes.snapshotHeader) throw new Error('it does not begin with a header')
  if (firstControlType(last) !== controlTypes.snapshotFooter) throw new Error('it does not end with a footer')
}

function firstControlType(batch: BatchView): number | null {
  if (!batch.isControl) return null
  const [record] = recordsIn(batch)
  return record === undefined ? null : controlType(record.key)
}
