import { join } from 'node:path'
import type { Disk } from '../environment/disk.ts'

/** `partition.metadata`, text without a newline at its end: `version: 0`, `topic_id: <22 characters>`. */
const form = /^version: 0\ntopic_id: ([A-Za-z0-9_-]{22})\n?$/

const fileName = 'partition.metadata'

/** The topic id that a partition directory belongs to; null when the file is missing or unreadable. */
export function readTopicId(disk: Disk, directory: string): string | null {
  const path = join(directory, fileName)
  if (!disk.exists(path)) return null
  return form.exec(Buffer.from(disk.readFile(path)).toString('utf8'))?.[1] ?? null
}

/**
 * Whole or missing whenever the process dies, for Apache Kafka does not start on a part of it; durable only after `syncTopicId`: a thousand
 * new partitions must not wait for a thousand disk writes.
 */
export function writeTopicId(disk: Disk, directory: string, topicId: string): void {
  const path = join(directory, fileName)
  disk.writeFile(`${path}.tmp`, Buffer.from(`version: 0\ntopic_id: ${topicId}`))
  disk.rename(`${path}.tmp`, path)
}

export async function syncTopicId(disk: Disk, directory: string): Promise<void> {
  const path = join(directory, fileName)
  if (!disk.exists(path)) return
  const file = disk.open(path, 'write')
  try {
    await file.sync()
  } finally {
    file.close()
  }
}

/** The same, blocking. */
export function syncTopicIdNow(disk: Disk, directory: string): void {
  const path = join(directory, fileName)
  if (!disk.exists(path)) return
  const file = disk.open(path, 'write')
  try {
    file.syncNow()
  } finally {
    file.close()
  }
}
