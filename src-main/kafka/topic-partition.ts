export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A name for a partition that no other has; topics have no spaces in their names. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${partition} ${topic}`
}

export function byTopicAndPartition(a: TopicPartition, b: TopicPartition): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1
}
