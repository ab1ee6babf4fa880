import { join } from 'node:path'
import type { Disk } from '../environment/disk.ts'

const fileName = '.kafka_cleanshutdown'

/**
 * `.kafka_cleanshutdown`, one line of JSON: `{"version":0,"brokerEpoch":12}`. It says that every log was flushed and closed, so it is taken away
 * before anything is changed.
 *
 * Gives the broker epoch of the stop, -1 where the marker does not tell; null when there is no marker.
 */
export function readCleanMarker(disk: Disk, directory: string): bigint | null {
  const path = join(directory, fileName)
  if (!disk.exists(path)) return null
  const text = Buffer.from(disk.readFile(path)).toString('utf8')
  return BigInt(/"brokerEpoch"\s*:\s*(-?\d+)/.exec(text)?.[1] ?? -1)
}

/** From then on only another clean stop may say so. */
export function removeCleanMarker(disk: Disk, directory: string): void {
  disk.removeFile(join(directory, fileName))
  disk.syncDirectory(directory)
}

export function writeCleanMarker(disk: Disk, directory: string, brokerEpoch: bigint): void {
  disk.replaceFile(join(directory, fileName), Buffer.from(`{"version":0,"brokerEpoch":${brokerEpoch}}`))
}
