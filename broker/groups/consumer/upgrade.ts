import { electProtocol, metadataFor, type ClassicGroup, type ClassicMember } from '../classic-group.ts'
import type { GroupEffect } from '../group-draft.ts'
import { decodeAssignment, decodeSubscription } from '../records/consumer-protocol.ts'
import {
  newConsumerGroup,
  newConsumerMember,
  nothingOwned,
  topicNamesOf,
  type ConsumerGroup,
  type ConsumerMember,
  type OwnedPartitions,
} from './consumer-group.ts'
import { consumerHeartbeat, type ConsumerHeartbeatStep } from './consumer-heartbeat.ts'
import type { ConsumerHeartbeatFailure, ConsumerHeartbeatRequest } from './consumer-messages.ts'
import { recordsBetween } from './consumer-records.ts'
import type { ConsumerEffect, ConsumerStepContext } from './consumer-step.ts'
import { sessionTimer } from './consumer-timers.ts'
import { metadataHashOf, type TopicDirectory } from './topic-directory.ts'

/*
 * The way from a classic group to one of KIP-848, when the first member comes that speaks the newer protocol: members,
 * generation and assignments become members, epoch and targets. The members that were there go on speaking the classic
 * protocol.
 */

/** Somebody of the newer protocol joins a classic group with members. Refused, the group stays as it is. */
export function upgradeWithHeartbeat(
  classic: ClassicGroup,
  request: ConsumerHeartbeatRequest,
  context: ConsumerStepContext,
): ConsumerHeartbeatStep {
  const upgraded = upgrade(classic, context)
  if ('error' in upgraded) return { group: classic, effects: [], result: upgraded }
  const { group, effects, result } = consumerHeartbeat(upgraded, request, context)
  if (result.error !== null || group.type !== 'consumer') return { group: classic, effects: [], result }
  const written = recordsBetween(newConsumerGroup(group.groupId), group)
  return {
    group,
    effects: [
      { kind: 'write', records: written },
      ...sendBack(classic),
      ...[...upgraded.members.values()].map((member) => sessionTimer(member, context.config)),
      ...effects.filter(({ kind }) => kind !== 'write'),
    ] satisfies (GroupEffect | ConsumerEffect)[],
    result,
  }
}

/** Who waits in the classic group joins again, and finds the new one. */
function* sendBack({ members }: ClassicGroup): Generator<GroupEffect> {
  const error = 'rebalance-in-progress' as const
  for (const { memberId, joinWaiter, syncWaiter } of members.values()) {
    if (joinWaiter !== null) yield { kind: 'answer-join', waiter: joinWaiter, result: { error, memberId } }
    if (syncWaiter !== null) yield { kind: 'answer-sync', waiter: syncWaiter, result: { error } }
  }
}

function upgrade(classic: ClassicGroup, context: ConsumerStepContext): ConsumerGroup | ConsumerHeartbeatFailure {
  const { migrationPolicy, maxSize } = context.config
  const refuse = (because: string): ConsumerHeartbeatFailure => {
    const message = `The classic group ${classic.groupId} cannot become a consumer group: ${because}.`
    return { error: 'group-id-not-found', message }
  }
  if (migrationPolicy !== 'upgrade' && migrationPolicy !== 'bidirectional') return refuse('online upgrade is disabled')
  if (classic.protocolType !== 'consumer') return refuse('it does not use the consumer embedded protocol')
  if (classic.members.size > maxSize) return refuse(`it has more than ${maxSize} members`)
  const members = upgradedMembers(classic, context.topics)
  if (typeof members === 'string') return refuse(members)
  const targets = new Map(members.map(({ memberId, assigned }) => [memberId, partitionsOf(assigned)]))
  const group: ConsumerGroup = {
    ...newConsumerGroup(classic.groupId),
    // Who was about to be assigned something is, by the step that brings the newcomer.
    epoch: classic.state === 'Stable' ? classic.generation : classic.generation + 1,
    assignmentEpoch: classic.generation,
    members: new Map(members.map((member) => [member.memberId, member])),
    targets,
  }
  const names = new Set(members.flatMap((member) => [...topicNamesOf(group, member)]))
  return { ...group, metadataHash: metadataHashOf(names, context.topics) }
}

/** The members, or why they cannot be taken over. */
function upgradedMembers(classic: ClassicGroup, topics: TopicDirectory): ConsumerMember[] | string {
  const taken = new Map<string, Set<number>>()
  const protocolName = classic.protocolName ?? electProtocol(classic)
  try {
    const members = [...classic.members.values()].map((member) => {
      const assigned = assignedTo(member, { classic, topics, taken })
      return assigned === null ? null : upgradedMember(member, { classic, protocolName, assigned })
    })
    const known = members.filter((member) => member !== null)
    return known.length === members.length ? known : 'an assignor of its own keeps data that would be lost'
  } catch {
    return 'its members say what is not a subscription or an assignment'
  }
}

interface Upgrading {
  readonly classic: ClassicGroup
  readonly protocolName: string | null
  readonly assigned: OwnedPartitions
}

/** @throws MalformedBytesError */
function upgradedMember(member: ClassicMember, { classic, protocolName, assigned }: Upgrading): ConsumerMember {
  const subscription = decodeSubscription(metadataFor(member, protocolName))
  return {
    ...newConsumerMember(member.memberId),
    instanceId: member.instanceId,
    rackId: subscription.rackId === '' ? null : subscription.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    subscribedTopicNames: [...new Set(subscription.topics)].sort(),
    subscribedTopicRegex: null,
    classic: { sessionTimeoutMs: member.sessionTimeoutMs, protocols: member.protocols },
    memberEpoch: classic.generation,
    previousMemberEpoch: classic.generation,
    assigned,
  }
}

/** Null when the assignor has told its members more than partitions. @throws MalformedBytesError */
function assignedTo(
  member: ClassicMember,
  about: { classic: ClassicGroup; topics: TopicDirectory; taken: Map<string, Set<number>> },
): OwnedPartitions | null {
  const { classic, topics, taken } = about
  const assignment = decodeAssignment(member.assignment)
  if (assignment === null) return nothingOwned
  if (assignment.userData !== null && assignment.userData.byteLength > 0) return null
  const assigned = new Map<string, Map<number, number>>()
  for (const { topic, partitions } of assignment.assignedPartitions) {
    const topicId = topics.byName(topic)?.topicId
    if (topicId === undefined) continue
    const ofOthers = taken.get(topicId) ?? new Set()
    taken.set(topicId, ofOthers)
    // Whatever the leader of the classic group has assigned, here a partition belongs to one.
    const own = partitions.filter((partition) => !ofOthers.has(partition))
    for (const partition of own) ofOthers.add(partition)
    const before = assigned.get(topicId) ?? []
    assigned.set(topicId, new Map([...before, ...own.map((partition) => [partition, classic.generation] as const)]))
  }
  return assigned
}

function partitionsOf(owned: OwnedPartitions): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map([...owned].map(([topicId, partitions]) => [topicId, new Set(partitions.keys())]))
}
