import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface PartitionDirectory {
  readonly topic: string
  readonly partition: number
  /** Absolute path. */
  readonly directory: string
  readonly sizeBytes: bigint
}

// `<topic>-<partition>`; directories that are being deleted or moved have a suffix with a dot behind the number.
const DIRECTORY_NAME = /^(?<topic>[a-zA-Z0-9._-]{1,249})-(?<partition>\d{1,9})$/

/** Every partition that has a directory in the log directory, by topic and number. An absent log directory has none. */
export async function listPartitionDirectories(logDirectory: string): Promise<PartitionDirectory[]> {
  const entries = await readdir(logDirectory, { withFileTypes: true }).catch(emptyWhereMissing)
  const found = entries.flatMap((entry) => {
    const match = entry.isDirectory() ? DIRECTORY_NAME.exec(entry.name)?.groups : undefined
    const { topic, partition } = match ?? {}
    return topic === undefined
      ? []
      : [{ topic, partition: Number(partition), directory: join(logDirectory, entry.name) }]
  })
  const sized = await Promise.all(found.map(async (each) => ({ ...each, sizeBytes: await sizeOf(each.directory) })))
  return sized.sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
}

/** Sum of the files right in the directory; files that vanish meanwhile count nothing. */
async function sizeOf(directory: string): Promise<bigint> {
  const names = await readdir(directory).catch(emptyWhereMissing)
  const sizes = await Promise.all(
    names.map(async (name) => {
      const status = await stat(join(directory, name), { bigint: true }).catch(() => null)
      return status?.isFile() === true ? status.size : 0n
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0n)
}

/** For lists of what may be gone by the time it is read. */
function emptyWhereMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
