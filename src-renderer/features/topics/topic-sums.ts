import type { PartitionDetail } from '../../api/topics.ts'

/** Offsets between start and end of a partition; null where one of them is not known. */
export function messageCountIn({ startOffset, endOffset }: PartitionDetail): bigint | null {
  return startOffset === null || endOffset === null ? null : endOffset - startOffset
}

/** Of all partitions together; null when it is not known of every one, since a part of a sum would mislead. */
export function messageCountOf(partitions: readonly PartitionDetail[]): bigint | null {
  return sum(partitions.map(messageCountIn))
}

/** Bytes of all partitions together, each counted once; null when not known of every one. */
export function sizeOf(partitions: readonly PartitionDetail[]): bigint | null {
  return sum(partitions.map(({ sizeBytes }) => sizeBytes))
}

function sum(parts: readonly (bigint | null)[]): bigint | null {
  let total = 0n
  for (const part of parts) {
    if (part === null) return null
    total += part
  }
  return total
}
