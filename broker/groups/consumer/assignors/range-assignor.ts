import type { AssignableMember, Assignor } from './assignor.ts'

/** What is still to be given out of one topic. */
interface TopicShare {
  readonly quota: number
  extras: number
  next: number
}

/**
 * Kafka's `range`: of each topic, every reader gets one unbroken range, the first ones one partition more when it does
 * not come out even. Topics with as many partitions and the same readers are divided alike (co-partitioned).
 * Static members come first, by their instance ids, so that a restart under a new member id moves nothing.
 */
export const rangeAssignor: Assignor = ({ members, partitionCounts }) => {
  const ordered = members.toSorted(compareMembers)
  const shares = sharesOf(ordered, partitionCounts)
  return new Map(ordered.map((member) => [member.memberId, takeRanges(member, shares)]))
}

function sharesOf(
  members: readonly AssignableMember[],
  partitionCounts: ReadonlyMap<string, number>,
): ReadonlyMap<string, TopicShare> {
  const readers = new Map<string, number>()
  for (const { topicIds } of members) for (const id of topicIds) readers.set(id, (readers.get(id) ?? 0) + 1)
  return new Map(
    [...readers].map(([topicId, readerCount]) => {
      const count = partitionCounts.get(topicId) ?? 0
      return [topicId, { quota: Math.floor(count / readerCount), extras: count % readerCount, next: 0 }]
    }),
  )
}

function takeRanges(member: AssignableMember, shares: ReadonlyMap<string, TopicShare>): Map<string, Set<number>> {
  const assignment = new Map<string, Set<number>>()
  for (const topicId of member.topicIds) {
    const share = shares.get(topicId)
    if (share === undefined) continue
    const length = share.quota + (share.extras > 0 ? 1 : 0)
    const start = share.next
    share.extras = Math.max(0, share.extras - 1)
    share.next += length
    if (length > 0) assignment.set(topicId, new Set(Array.from({ length }, (_, index) => start + index)))
  }
  return assignment
}

function compareMembers(left: AssignableMember, right: AssignableMember): number {
  if (left.instanceId !== null && right.instanceId !== null) return compare(left.instanceId, right.instanceId)
  if (left.instanceId !== null) return -1
  if (right.instanceId !== null) return 1
  return compare(left.memberId, right.memberId)
}

/** By UTF-16 units, as Java compares strings. */
function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
