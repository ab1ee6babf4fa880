import type { ConsumerGroup, ConsumerMember } from './consumer-group.ts'
import type { ConsumerEffect, ConsumerGroupConfig } from './consumer-step.ts'

/** The timers of a group that has been read from the log: sessions and deadlines begin anew. */
export function timersAfterLoading(group: ConsumerGroup, config: ConsumerGroupConfig): readonly ConsumerEffect[] {
  return [...group.members.values()].flatMap((member) => [
    sessionTimer(member, config),
    ...(member.state === 'unrevoked-partitions' ? [revocationTimer(member)] : []),
  ])
}

/** The member has been heard of, and has perhaps made a step. */
export function timersAfterStep(
  before: ConsumerMember,
  after: ConsumerMember,
  config: ConsumerGroupConfig,
): readonly ConsumerEffect[] {
  const session = sessionTimer(after, config)
  if (before === after) return [session]
  const { memberId, state } = after
  const revocation: ConsumerEffect =
    state === 'unrevoked-partitions'
      ? revocationTimer(after)
      : { kind: 'cancel-timer', timer: { kind: 'revocation', memberId } }
  return [session, revocation]
}

/** Those of members that are no longer there, or under another id. */
export function timersOfGone(before: ConsumerGroup, after: ConsumerGroup): readonly ConsumerEffect[] {
  if (before.members === after.members) return []
  return [...before.members.keys()]
    .filter((memberId) => !after.members.has(memberId))
    .flatMap((memberId): ConsumerEffect[] => [
      { kind: 'cancel-timer', timer: { kind: 'session', memberId } },
      { kind: 'cancel-timer', timer: { kind: 'revocation', memberId } },
    ])
}

function sessionTimer({ memberId }: ConsumerMember, { sessionTimeoutMs }: ConsumerGroupConfig): ConsumerEffect {
  return { kind: 'set-timer', timer: { kind: 'session', memberId }, delayMs: sessionTimeoutMs }
}

function revocationTimer({ memberId, memberEpoch, rebalanceTimeoutMs }: ConsumerMember): ConsumerEffect {
  return { kind: 'set-timer', timer: { kind: 'revocation', memberId, memberEpoch }, delayMs: rebalanceTimeoutMs }
}
