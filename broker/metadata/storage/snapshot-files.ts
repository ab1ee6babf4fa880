import { join } from 'node:path'
import type { Disk } from '../../environment/disk.ts'

/** A snapshot stands for all records before `endOffset`; `epoch` is the raft epoch of the last of them. */
export interface SnapshotId {
  readonly endOffset: bigint
  readonly epoch: number
}

/*
 * Names of snapshots, which lie beside the segments of the metadata log:
 *
 *   <end offset, 20 digits>-<epoch, 10 digits>.checkpoint            finished
 *   <end offset, 20 digits>-<epoch, 10 digits><...>.checkpoint.part  being written
 *   <end offset, 20 digits>-<epoch, 10 digits>.checkpoint.deleted    about to be removed
 */
const finished = /^(\d{20})-(\d{10})\.checkpoint$/
const leftOver = /^\d{20}-\d{10}.*\.checkpoint\.(?:part|deleted)$/

export function snapshotPath(logDirectory: string, { endOffset, epoch }: SnapshotId): string {
  return join(logDirectory, `${String(endOffset).padStart(20, '0')}-${String(epoch).padStart(10, '0')}.checkpoint`)
}

/** The finished snapshots, the oldest first. */
export function listSnapshots(disk: Disk, logDirectory: string): SnapshotId[] {
  if (!disk.exists(logDirectory)) return []
  const ids = disk.list(logDirectory).flatMap(({ name }): SnapshotId[] => {
    const match = finished.exec(name)
    return match === null ? [] : [{ endOffset: BigInt(match[1] ?? 0), epoch: Number(match[2]) }]
  })
  return ids.toSorted((left, right) =>
    left.endOffset === right.endOffset ? left.epoch - right.epoch : left.endOffset < right.endOffset ? -1 : 1,
  )
}

/** Removes what a crash has left of writing or removing snapshots. */
export function removeSnapshotLeftovers(disk: Disk, logDirectory: string): void {
  for (const { name } of disk.list(logDirectory)) {
    if (leftOver.test(name)) disk.removeFile(join(logDirectory, name))
  }
}

export function removeSnapshot(disk: Disk, logDirectory: string, id: SnapshotId): void {
  disk.removeFile(snapshotPath(logDirectory, id))
}
