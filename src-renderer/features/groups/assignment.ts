import type { GroupMember } from '../../api/groups.ts'

/** `orders 0-3, 7  ·  payments 1`; null where there is none. */
export function describeAssignment(assignment: GroupMember['assignment']): string | null {
  const parts = (assignment ?? []).filter(({ partitions }) => partitions.length > 0)
  if (parts.length === 0) return null
  return parts.map(({ topic, partitions }) => `${topic} ${describePartitions(partitions)}`).join('  ·  ')
}

/** Numbers in ascending order, neighbours drawn together: `0-3, 7`. */
export function describePartitions(partitions: readonly number[]): string {
  const ranges: { first: number; last: number }[] = []
  for (const partition of partitions.toSorted((left, right) => left - right)) {
    const range = ranges.at(-1)
    if (range && partition === range.last + 1) range.last = partition
    else ranges.push({ first: partition, last: partition })
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(', ')
}

/** Java writes an address behind the name it was looked up by, which is mostly empty: `/127.0.0.1`. */
export function hostOf(clientHost: string): string {
  return clientHost.replace(/^\//, '')
}
