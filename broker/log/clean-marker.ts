import { join } from 'node:path'
import type { Disk } from '../environment/disk.ts'

const fileName = '.kafka_cleanshutdown'

/** An orderly stop, as its marker tells of it. */
export interface CleanStop {
  /** -1 where the marker does not tell. */
  readonly brokerEpoch: bigint
  /** When the marker was written, in milliseconds since 1970: who changes a log changes it before that. */
  readonly atMs: number
}

/**
 * `.kafka_cleanshutdown`, one line of JSON: `{"version":0,"brokerEpoch":12}`. It says that every log was flushed and closed, so it is taken away
 * before anything is changed. Null when there is none.
 */
export function readCleanMarker(disk: Disk, directory: string): CleanStop | null {
  const path = join(directory, fileName)
  const status = disk.status(path)
  if (status === null) return null
  const text = Buffer.from(disk.readFile(path)).toString('utf8')
  return { brokerEpoch: BigInt(/"brokerEpoch"\s*:\s*(-?\d+)/.exec(text)?.[1] ?? -1), atMs: status.modifiedAtMs }
}

/** From then on only another clean stop may say so. */
export function removeCleanMarker(disk: Disk, directory: string): void {
  disk.removeFile(join(directory, fileName))
  disk.syncDirectory(directory)
}

/** `atMs` is given where an older marker is put back. */
export function writeCleanMarker(
  disk: Disk,
  directory: string,
  { brokerEpoch, atMs }: Pick<CleanStop, 'brokerEpoch'> & Partial<CleanStop>,
): void {
  const path = join(directory, fileName)
  disk.replaceFile(path, Buffer.from(`{"version":0,"brokerEpoch":${brokerEpoch}}`))
  if (atMs !== undefined) disk.setModifiedAt(path, atMs)
}
