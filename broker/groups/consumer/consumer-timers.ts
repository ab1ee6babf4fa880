import type { ConsumerGroup, ConsumerMember } from './consumer-group.ts'
import type { ConsumerGroupConfig } from './consumer-group-config.ts'
import type { ConsumerEffect } from './consumer-step.ts'

/** The timers of a group that has been read from the log: sessions and deadlines begin anew. */
export function timersAfterLoading(group: ConsumerGroup, config: ConsumerGroupConfig): readonly ConsumerEffect[] {
  return [...group.members.values()].flatMap((member) => [
    sessionTimer(member, config),
    ...(member.state === 'unrevoked-partitions' && member.classic === null ? [revocationTimer(member)] : []),
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
    // Who speaks the classic protocol has a time for joining again instead.
    state === 'unrevoked-partitions' && after.classic === null
      ? revocationTimer(after)
      : { kind: 'cancel-timer', timer: { kind: 'revocation', memberId } }
  return [session, revocation]
}

/** Those of members that are no longer there, or under another id. */
export function timersOfGone(before: ConsumerGroup, after: ConsumerGroup): readonly ConsumerEffect[] {
  if (before.members === after.members) return []
  return [...before.members.keys()]
    .filter((memberId) => !after.members.has(memberId))
    .flatMap((memberId) =>
      perMember.map((kind): ConsumerEffect => ({ kind: 'cancel-timer', timer: { kind, memberId } })),
    )
}

const perMember = ['session', 'revocation', 'rejoin', 'resync'] as const

/** How long a member may be silent; those of the classic protocol have said it themselves. */
export function sessionTimer({ memberId, classic }: ConsumerMember, config: ConsumerGroupConfig): ConsumerEffect {
  const delayMs = classic?.sessionTimeoutMs ?? config.sessionTimeoutMs
  return { kind: 'set-timer', timer: { kind: 'session', memberId }, delayMs }
}

/** A member of the classic protocol has to join again, in time; counted from when it was first told. */
export function rejoinTimer({ memberId, rebalanceTimeoutMs }: ConsumerMember): ConsumerEffect {
  return { kind: 'set-timer', timer: { kind: 'rejoin', memberId }, delayMs: rebalanceTimeoutMs, unlessRunning: true }
}

function revocationTimer({ memberId, memberEpoch, rebalanceTimeoutMs }: ConsumerMember): ConsumerEffect {
  return { kind: 'set-timer', timer: { kind: 'revocation', memberId, memberEpoch }, delayMs: rebalanceTimeoutMs }
}
