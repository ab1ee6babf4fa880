import { basename } from 'node:path'

export interface PartitionDirectoryName {
  readonly topic: string
  readonly partition: number
  /** `<topic>-<partition>.<uuid in 32 hexadecimal digits>-<suffix>`: a directory on its way out, moved, or not ours. */
  readonly suffix: 'delete' | 'future' | 'stray' | null
}

const form = /^(.+)-(\d+)(?:\.[0-9a-f]{32}-(delete|future|stray))?$/
const longestName = 255

/** Null when the last part of the path is not the name of a partition's directory. */
export function parseDirectoryName(path: string): PartitionDirectoryName | null {
  const [, topic, partition, suffix] = form.exec(basename(path)) ?? []
  if (topic === undefined || partition === undefined) return null
  return { topic, partition: Number(partition), suffix: (suffix as 'delete' | 'future' | 'stray' | undefined) ?? null }
}

export function directoryName(topic: string, partition: number): string {
  return `${topic}-${partition}`
}

/** The name under which a partition's directory waits: the topic's part is cut where the whole would exceed 255 characters. */
export function suffixedDirectoryName(
  { topic, partition }: { readonly topic: string; readonly partition: number },
  { random, suffix }: { readonly random: Uint8Array; readonly suffix: 'delete' | 'stray' },
): string {
  const tail = `-${partition}.${Buffer.from(random).toString('hex')}-${suffix}`
  return topic.slice(0, longestName - tail.length) + tail
}
