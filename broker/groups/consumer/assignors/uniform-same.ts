import type { AssignmentInput, GroupAssignment } from './assignor.ts'
import { freePartitions, Holding, retainable } from './partition-owners.ts'

/**
 * All members read the same topics, so nobody needs to have two partitions more than somebody else. Everybody keeps what
 * it had up to its quota; the rest is dealt out to who is below. Takes time in proportion to members and partitions.
 */
export function assignSame({ members, partitionCounts }: AssignmentInput): GroupAssignment {
  const topicIds = [...(members[0]?.topicIds ?? [])]
  const total = topicIds.reduce((sum, topicId) => sum + (partitionCounts.get(topicId) ?? 0), 0)
  const quota = Math.floor(total / Math.max(1, members.length))
  let extras = total - quota * members.length

  const wanting: { readonly holding: Holding; readonly room: number }[] = []
  const holdings = members.map((member, index) => {
    const holding = new Holding(member)
    const most = quota + (extras > 0 ? 1 : 0)
    for (const kept of retainable(member, partitionCounts)) {
      if (holding.count === most) break
      holding.add(kept)
    }
    // Who does not fill its extra place leaves it to somebody after it, as long as there are enough of them.
    const isNeeded = members.length - index <= extras
    const takesExtra = most > quota && (holding.count === most || isNeeded)
    if (takesExtra) extras--
    const room = quota + (takesExtra ? 1 : 0) - holding.count
    if (room > 0) wanting.push({ holding, room })
    return holding
  })

  const free = topicIds.flatMap((topicId) =>
    freePartitions(holdings, topicId, partitionCounts.get(topicId) ?? 0).map((partition) => ({ topicId, partition })),
  )
  let next = 0
  for (const { holding, room } of wanting) {
    for (const given of free.slice(next, next + room)) holding.add(given)
    next += room
  }
  return new Map(holdings.map((holding) => [holding.member.memberId, holding.assignment()]))
}
