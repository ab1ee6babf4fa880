import type { AssignableMember, Assignment } from './assignor.ts'

export interface TopicPartition {
  readonly topicId: string
  readonly partition: number
}

/** The partitions of one member while an assignment is being worked out. */
export class Holding {
  readonly member: AssignableMember
  readonly #partitions = new Map<string, Set<number>>()
  #count = 0

  constructor(member: AssignableMember) {
    this.member = member
  }

  get count(): number {
    return this.#count
  }

  add({ topicId, partition }: TopicPartition): void {
    const ofTopic = this.#partitions.get(topicId) ?? new Set()
    this.#partitions.set(topicId, ofTopic.add(partition))
    this.#count++
  }

  /** The partition of the topic that came last, taken away; null when there is none. */
  takeLast(topicId: string): TopicPartition | null {
    const ofTopic = this.#partitions.get(topicId)
    const partition = ofTopic === undefined ? undefined : [...ofTopic].at(-1)
    if (ofTopic === undefined || partition === undefined) return null
    ofTopic.delete(partition)
    if (ofTopic.size === 0) this.#partitions.delete(topicId)
    this.#count--
    return { topicId, partition }
  }

  has(topicId: string): boolean {
    return this.#partitions.has(topicId)
  }

  assignment(): Assignment {
    return this.#partitions
  }
}

/** What the member had and may still have: of topics that it reads, and partitions that exist. */
export function* retainable(
  { topicIds, assignment }: AssignableMember,
  partitionCounts: ReadonlyMap<string, number>,
): Generator<TopicPartition> {
  for (const [topicId, partitions] of assignment) {
    if (!topicIds.has(topicId)) continue
    const count = partitionCounts.get(topicId) ?? 0
    for (const partition of partitions) if (partition < count) yield { topicId, partition }
  }
}

/** The partitions of a topic that nobody holds, in order. */
export function freePartitions(holdings: readonly Holding[], topicId: string, count: number): number[] {
  const taken = new Set<number>()
  for (const holding of holdings) for (const each of holding.assignment().get(topicId) ?? []) taken.add(each)
  return Array.from({ length: count }, (_, partition) => partition).filter((partition) => !taken.has(partition))
}
