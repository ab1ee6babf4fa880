export interface TransactionPartition {
  readonly topic: string
  readonly partition: number
}

/** Partitions that take part in a transaction, by topic. No topic is without partitions. */
export type TransactionPartitions = ReadonlyMap<string, ReadonlySet<number>>

export const noPartitions: TransactionPartitions = new Map()

export function hasPartition(partitions: TransactionPartitions, { topic, partition }: TransactionPartition): boolean {
  return partitions.get(topic)?.has(partition) ?? false
}

export function withPartitions(
  partitions: TransactionPartitions,
  added: readonly TransactionPartition[],
): TransactionPartitions {
  const next = new Map(partitions)
  const copied = new Set<string>()
  for (const { topic, partition } of added) {
    const known = next.get(topic)
    const ofTopic = known === undefined || !copied.has(topic) ? new Set(known) : (known as Set<number>)
    copied.add(topic)
    next.set(topic, ofTopic.add(partition))
  }
  return next
}

export function withoutPartition(
  partitions: TransactionPartitions,
  { topic, partition }: TransactionPartition,
): TransactionPartitions {
  const left = new Set(partitions.get(topic))
  left.delete(partition)
  const next = new Map(partitions)
  if (left.size === 0) next.delete(topic)
  else next.set(topic, left)
  return next
}

export function listPartitions(partitions: TransactionPartitions): readonly TransactionPartition[] {
  return [...partitions].flatMap(([topic, ofTopic]) => [...ofTopic].map((partition) => ({ topic, partition })))
}
