import { directoryClusterPrefix } from '../../src-main/api/data-directories.ts'
import { client } from './client.ts'
import type { BackupProgress } from '../../src-main/api/data-directories.ts'

export type { BackupProgress, DataDirectory } from '../../src-main/api/data-directories.ts'
export type { HandOver } from '../../src-main/api/local-cluster.ts'

/** What stands for a directory where a cluster is asked for, as the segment viewer does. */
export function clusterIdOfDirectory(path: string): string {
  return `${directoryClusterPrefix}${path}`
}

/** Copies a directory and hands on how far it is, until it is done or `signal` ends it. */
export async function backUpDirectory(
  place: { readonly path: string; readonly target: string },
  { onProgress, signal }: { onProgress: (progress: BackupProgress) => void; signal: AbortSignal },
): Promise<void> {
  for await (const progress of await client.dataDirectories.backUp(place, { signal })) onProgress(progress)
}
