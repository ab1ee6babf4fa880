/**
 * Java's `String.hashCode`: over UTF-16 code units, `h = 31 * h + unit` in 32 bits. Kafka spreads groups and
 * transactional ids over coordinator partitions by it.
 */
function javaHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0
  return hash
}

/** The partition of `__consumer_offsets` or `__transaction_state` that is responsible for `id`. */
export function coordinatorPartition(id: string, partitionCount: number): number {
  const hash = javaHash(id)
  // The one value that has no positive twin in 32 bits counts as 0, as in Kafka's own `Utils.abs`.
  return (hash === -2147483648 ? 0 : Math.abs(hash)) % partitionCount
}
