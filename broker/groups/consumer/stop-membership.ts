import { leftForAWhileEpoch, nothingOwned, type ConsumerGroup, type ConsumerMember } from './consumer-group.ts'
import { recordsBetween } from './consumer-records.ts'
import type { Step } from '../group.ts'
import type { ConsumerStep, ConsumerStepContext, ConsumerTimer } from './consumer-step.ts'
import { timersOfGone } from './consumer-timers.ts'
import { becomeClassic, mayBecomeClassic } from './downgrade.ts'
import { followTopics } from './group-update.ts'

/**
 * Takes members out. Their partitions are given to others with the next heartbeat. When all who are left speak the classic
 * protocol the group becomes a classic one again, and they rebalance.
 */
export function fence(group: ConsumerGroup, fenced: readonly ConsumerMember[], context: ConsumerStepContext): Step {
  if (fenced.length === 0) return { group, effects: [] }
  const members = new Map(group.members)
  const targets = new Map(group.targets)
  for (const { memberId } of fenced) {
    members.delete(memberId)
    targets.delete(memberId)
  }
  const left = { ...group, members, targets }
  if (mayBecomeClassic(left, context)) {
    const classic = becomeClassic(left, context, 'rebalance')
    if (classic !== null) return classic
  }
  const after = followTopics(left, context, 'due')
  return {
    group: after,
    effects: [{ kind: 'write', records: recordsBetween(group, after) }, ...timersOfGone(group, after)],
  }
}

/**
 * A static member says that its process goes and will come back: it keeps its partitions until its session ends. Who comes
 * back has another member id, so the partitions count as assigned from the beginning.
 */
export function leaveForAWhile(group: ConsumerGroup, member: ConsumerMember): ConsumerStep {
  const assigned = new Map(
    [...member.assigned].map(([topicId, partitions]) => [
      topicId,
      new Map([...partitions.keys()].map((partition) => [partition, 0])),
    ]),
  )
  const away = { ...member, memberEpoch: leftForAWhileEpoch, assigned, pendingRevocation: nothingOwned }
  const after = { ...group, members: new Map(group.members).set(member.memberId, away) }
  return { group: after, effects: [{ kind: 'write', records: recordsBetween(group, after) }] }
}

/** A timer that the group asked for has run out: who has not been heard of, or has not let go in time, is out. */
export function consumerTimerFired(group: ConsumerGroup, timer: ConsumerTimer, context: ConsumerStepContext): Step {
  const member = group.members.get(timer.memberId)
  const isOver = timer.kind === 'revocation' && member?.memberEpoch !== timer.memberEpoch
  return fence(group, member === undefined || isOver ? [] : [member], context)
}
