import type { AssignmentInput, GroupAssignment } from './assignor.ts'
import { freePartitions, Holding, retainable } from './partition-owners.ts'

/** Each round about halves what is uneven; with subscriptions that overlap in chains more of them bring ever less. */
const maxRounds = 16

/** A topic and those who read it. */
interface SharedTopic {
  readonly topicId: string
  readonly partitionCount: number
  readonly readers: readonly Holding[]
}

/**
 * Members read different topics. Everybody keeps what it had and still reads, free partitions go to the reader with the
 * fewest, and then partitions move, topic by topic, from the reader with the most to the one with the fewest, until the
 * readers of each topic differ by one at most (or none has a partition of it to give), or the rounds are used up.
 */
export function assignMixed({ members, partitionCounts }: AssignmentInput): GroupAssignment {
  const holdings = members.map((member) => {
    const holding = new Holding(member)
    for (const kept of retainable(member, partitionCounts)) holding.add(kept)
    return holding
  })
  const topics = sharedTopics(holdings, partitionCounts)
  for (const topic of topics) giveOut(topic)
  for (let round = 0; round < maxRounds; round++) {
    const moves = topics.reduce((sum, topic) => sum + level(topic), 0)
    if (moves === 0) break
  }
  return new Map(holdings.map((holding) => [holding.member.memberId, holding.assignment()]))
}

/** Those first that leave the least choice: many partitions for each reader, then few readers. */
function sharedTopics(holdings: readonly Holding[], partitionCounts: ReadonlyMap<string, number>): SharedTopic[] {
  const readers = new Map<string, Holding[]>()
  for (const holding of holdings) {
    for (const topicId of holding.member.topicIds) {
      const ofTopic = readers.get(topicId)
      if (ofTopic === undefined) readers.set(topicId, [holding])
      else ofTopic.push(holding)
    }
  }
  return [...readers]
    .map(([topicId, of]) => ({ topicId, partitionCount: partitionCounts.get(topicId) ?? 0, readers: of }))
    .sort(
      (left, right) =>
        right.partitionCount / right.readers.length - left.partitionCount / left.readers.length ||
        left.readers.length - right.readers.length ||
        (left.topicId < right.topicId ? -1 : 1),
    )
}

function giveOut({ topicId, partitionCount, readers }: SharedTopic): void {
  for (const partition of freePartitions(readers, topicId, partitionCount)) {
    fewest(readers)?.add({ topicId, partition })
  }
}

/** Moves partitions of the topic until its readers are even. Returns how many. */
function level({ topicId, readers }: SharedTopic): number {
  for (let moves = 0; ; moves++) {
    const giver = most(readers, topicId)
    const taker = fewest(readers)
    if (giver === null || taker === null || giver.count - taker.count <= 1) return moves
    const moved = giver.takeLast(topicId)
    if (moved !== null) taker.add(moved)
  }
}

/** Of equals the first. */
function fewest(readers: readonly Holding[]): Holding | null {
  let found: Holding | null = null
  for (const reader of readers) if (found === null || reader.count < found.count) found = reader
  return found
}

/** Of those who have partitions of the topic; of equals the last. */
function most(readers: readonly Holding[], topicId: string): Holding | null {
  let found: Holding | null = null
  for (const reader of readers) {
    if (reader.has(topicId) && (found === null || reader.count >= found.count)) found = reader
  }
  return found
}
