import { electProtocol, type ClassicGroup, type ClassicMember } from '../classic-group.ts'
import { GroupDraft, type GroupStep } from '../group-draft.ts'
import { prepareRebalance } from '../rebalance.ts'
import { encodeAssignment, versionOf } from '../records/consumer-protocol.ts'
import type { Assignment } from './assignors/assignor.ts'
import type { ConsumerGroup, ConsumerMember } from './consumer-group.ts'
import type { ConsumerStepContext } from './consumer-step.ts'
import type { TopicDirectory } from './topic-directory.ts'

/*
 * The way back from a group of KIP-848 to a classic one, when the last member that speaks the newer protocol goes: members,
 * epoch and targets become members, generation and assignments.
 */

/** Whether everybody in the group speaks the classic protocol, and the group may be a classic one. */
export function mayBecomeClassic(
  { members }: ConsumerGroup,
  { config, classicConfig }: Pick<ConsumerStepContext, 'config' | 'classicConfig'>,
): boolean {
  const { migrationPolicy } = config
  const isAllowed = migrationPolicy === 'downgrade' || migrationPolicy === 'bidirectional'
  if (!isAllowed || members.size === 0 || members.size > classicConfig.maxSize) return false
  return [...members.values()].every(({ classic }) => classic !== null)
}

/** The step in which the group becomes a classic one; null when what a member has told its assignor makes no sense. */
export function becomeClassic(
  group: ConsumerGroup,
  { nowMs, classicConfig, topics }: ConsumerStepContext,
  next: 'rebalance' | 'stay-stable',
): GroupStep | null {
  const classic = classicGroupOf(group, { nowMs, topics })
  if (classic === null) return null
  const draft = new GroupDraft(classic, { nowMs, config: classicConfig })
  draft.persist()
  for (const member of draft.members.values()) draft.restartSession(member)
  if (next === 'rebalance') prepareRebalance(draft)
  return draft.finish()
}

function classicGroupOf(
  group: ConsumerGroup,
  { nowMs, topics }: Pick<ConsumerStepContext, 'nowMs' | 'topics'>,
): ClassicGroup | null {
  const members = new Map<string, ClassicMember>()
  for (const member of group.members.values()) {
    const classic = classicMemberOf(member, assignmentOf(group.targets.get(member.memberId) ?? new Map(), topics))
    if (classic === null) return null
    members.set(classic.memberId, classic)
  }
  const unelected: ClassicGroup = {
    type: 'classic',
    groupId: group.groupId,
    state: 'Stable',
    generation: group.epoch,
    protocolType: 'consumer',
    protocolName: null,
    leaderId: members.keys().next().value ?? null,
    members,
    pendingMembers: new Set(),
    stateTimestamp: BigInt(nowMs),
    initialDelay: null,
  }
  return { ...unelected, protocolName: electProtocol(unelected) }
}

type NamedPartitions = { topic: string; partitions: number[] }[]

function classicMemberOf(member: ConsumerMember, assignedPartitions: NamedPartitions): ClassicMember | null {
  const { classic } = member
  const version = classic === null ? null : versionOf(classic.protocols[0]?.metadata)
  if (classic === null || version === null) return null
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: classic.sessionTimeoutMs,
    protocols: classic.protocols,
    assignment: encodeAssignment(assignedPartitions, version),
    isNew: false,
    joinWaiter: null,
    syncWaiter: null,
    isSyncDue: false,
  }
}

/** Partitions by topic name, as clients of the classic protocol know them. Topics that are gone are left out. */
export function assignmentOf(
  assignment: Assignment | ReadonlyMap<string, ReadonlyMap<number, number>>,
  topics: TopicDirectory,
): NamedPartitions {
  return [...assignment].flatMap(([topicId, partitions]) => {
    const topic = topics.byId(topicId)
    return topic === null ? [] : [{ topic: topic.name, partitions: [...partitions.keys()] }]
  })
}
