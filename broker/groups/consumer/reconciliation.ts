import type { Assignment } from './assignors/assignor.ts'
import {
  nothingOwned,
  topicNamesOf,
  type ConsumerGroup,
  type ConsumerMember,
  type OwnedPartitions,
} from './consumer-group.ts'
import type { ConsumerHeartbeatRequest } from './consumer-messages.ts'
import type { TopicDirectory } from './topic-directory.ts'

/*
 * The way of one member from what it has to its target. It never gets a partition that another one may still read:
 *
 *                   ┌──to give up──▶ unrevoked-partitions ──gave all up──┐
 *     new target ───┤                                                    ├──▶ takes what is free, enters the target's epoch:
 *                   └──nothing to give up────────────────────────────────┘    stable, or unreleased-partitions until the
 *                                                                             others have let go
 */

export interface Reconciliation {
  readonly member: ConsumerMember
  /** The group that the member is in, with its new targets. */
  readonly group: ConsumerGroup
  readonly topics: TopicDirectory
  readonly subscriptionChanged: boolean
  /** What the member says that it has; null when it says nothing. */
  readonly reported: ConsumerHeartbeatRequest['topicPartitions']
}

/** The member after its next step; the same object when there is none to make. */
export function reconcile(input: Reconciliation): ConsumerMember {
  const { member } = input
  const next = nextStep(input)
  const assigned = isSameOwned(member.assigned, next.assigned) ? member.assigned : next.assigned
  const isSame =
    assigned === member.assigned &&
    next.state === member.state &&
    next.memberEpoch === member.memberEpoch &&
    isSameOwned(member.pendingRevocation, next.pendingRevocation)
  return isSame ? member : { ...next, assigned }
}

function nextStep(input: Reconciliation): ConsumerMember {
  const { member, group, subscriptionChanged, reported } = input
  const isBehind = member.memberEpoch !== group.assignmentEpoch
  switch (member.state) {
    case 'stable':
      if (isBehind) return towardsTarget(input)
      return subscriptionChanged ? withoutUnsubscribed(input) : member
    case 'unrevoked-partitions':
      if (!stillHas(reported, member.pendingRevocation)) return towardsTarget(input)
      return subscriptionChanged ? withoutUnsubscribed(input) : member
    case 'unreleased-partitions':
    case 'unknown':
      return towardsTarget(input)
  }
}

function towardsTarget(input: Reconciliation): ConsumerMember {
  const { member, group, reported } = input
  const target = subscribedTarget(input)
  const kept = pick(member.assigned, (topicId, partition) => target.get(topicId)?.has(partition) === true)
  const given = pick(member.assigned, (topicId, partition) => target.get(topicId)?.has(partition) !== true)
  if (given.size > 0 && stillHas(reported, given)) {
    return {
      ...member,
      ...enterEpoch(member, member.memberEpoch),
      state: 'unrevoked-partitions',
      assigned: kept,
      pendingRevocation: given,
    }
  }
  const { assigned, isComplete } = takeFree(kept, target, input)
  return {
    ...member,
    ...enterEpoch(member, group.assignmentEpoch),
    state: isComplete ? 'stable' : 'unreleased-partitions',
    assigned,
    pendingRevocation: nothingOwned,
  }
}

function enterEpoch(
  member: ConsumerMember,
  epoch: number,
): Pick<ConsumerMember, 'memberEpoch' | 'previousMemberEpoch'> {
  return { memberEpoch: epoch, previousMemberEpoch: member.memberEpoch }
}

/** The target without topics that the member has stopped reading since it was worked out. */
function subscribedTarget({ member, group, topics }: Reconciliation): Assignment {
  const topicIds = topicIdsOf(group, member, topics)
  return new Map([...(group.targets.get(member.memberId) ?? [])].filter(([topicId]) => topicIds.has(topicId)))
}

function takeFree(
  kept: OwnedPartitions,
  target: Assignment,
  { member, group }: Reconciliation,
): { readonly assigned: OwnedPartitions; readonly isComplete: boolean } {
  const assigned = new Map<string, Map<number, number>>()
  for (const [topicId, partitions] of kept) assigned.set(topicId, new Map(partitions))
  let isComplete = true
  let taken: ReadonlyMap<string, ReadonlySet<number>> | null = null
  for (const [topicId, partitions] of target) {
    for (const partition of partitions) {
      if (kept.get(topicId)?.has(partition) === true) continue
      taken ??= takenByOthers(group, member.memberId)
      if (taken.get(topicId)?.has(partition) === true) isComplete = false
      else {
        const ofTopic = assigned.get(topicId) ?? new Map<number, number>()
        assigned.set(topicId, ofTopic.set(partition, group.assignmentEpoch))
      }
    }
  }
  return { assigned, isComplete }
}

/** Partitions that other members have, or have not given up yet. */
export function takenByOthers(group: ConsumerGroup, memberId: string): ReadonlyMap<string, ReadonlySet<number>> {
  const taken = new Map<string, Set<number>>()
  for (const other of group.members.values()) {
    if (other.memberId === memberId) continue
    for (const owned of [other.assigned, other.pendingRevocation]) {
      for (const [topicId, partitions] of owned) {
        const ofTopic = taken.get(topicId) ?? new Set()
        taken.set(topicId, ofTopic)
        for (const partition of partitions.keys()) ofTopic.add(partition)
      }
    }
  }
  return taken
}

/** A changed subscription takes effect at once, also where the target has not changed yet or cannot be gone towards. */
function withoutUnsubscribed({ member, group, topics, reported }: Reconciliation): ConsumerMember {
  const topicIds = topicIdsOf(group, member, topics)
  const dropped = pick(member.assigned, (topicId) => !topicIds.has(topicId))
  if (dropped.size === 0) return member
  const assigned = pick(member.assigned, (topicId) => topicIds.has(topicId))
  const pendingRevocation = merge(member.pendingRevocation, dropped)
  if (!stillHas(reported, pendingRevocation)) return { ...member, assigned }
  return { ...member, state: 'unrevoked-partitions', assigned, pendingRevocation }
}

export function topicIdsOf(group: ConsumerGroup, member: ConsumerMember, topics: TopicDirectory): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const name of topicNamesOf(group, member)) {
    const topic = topics.byName(name)
    if (topic !== null) ids.add(topic.topicId)
  }
  return ids
}

/** Who says nothing has everything. */
function stillHas(reported: Reconciliation['reported'], owned: OwnedPartitions): boolean {
  if (reported === null) return true
  return reported.some(({ topicId, partitions }) => partitions.some((each) => owned.get(topicId)?.has(each) === true))
}

function pick(owned: OwnedPartitions, isWanted: (topicId: string, partition: number) => boolean): OwnedPartitions {
  const picked = new Map<string, ReadonlyMap<number, number>>()
  for (const [topicId, partitions] of owned) {
    const wanted = new Map([...partitions].filter(([partition]) => isWanted(topicId, partition)))
    if (wanted.size > 0) picked.set(topicId, wanted)
  }
  return picked
}

function merge(left: OwnedPartitions, right: OwnedPartitions): OwnedPartitions {
  const merged = new Map(left)
  for (const [topicId, partitions] of right) {
    merged.set(topicId, new Map([...(left.get(topicId) ?? []), ...partitions]))
  }
  return merged
}

function isSameOwned(left: OwnedPartitions, right: OwnedPartitions): boolean {
  if (left.size !== right.size) return false
  for (const [topicId, partitions] of left) {
    const others = right.get(topicId)
    if (others?.size !== partitions.size) return false
    for (const [partition, epoch] of partitions) if (others.get(partition) !== epoch) return false
  }
  return true
}
