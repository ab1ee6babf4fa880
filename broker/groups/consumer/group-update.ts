import type { AssignableMember, Assignment, GroupAssignment } from './assignors/assignor.ts'
import { uniformAssignor } from './assignors/uniform-assignor.ts'
import { regexOf, topicNamesOf, type ConsumerGroup, type ConsumerMember, type ResolvedRegex } from './consumer-group.ts'
import type { ConsumerGroupConfig } from './consumer-group-config.ts'
import { assignors, type ConsumerStepContext } from './consumer-step.ts'
import { topicIdsOf } from './reconciliation.ts'
import { InvalidPatternError, TopicPattern } from './regex/topic-pattern.ts'
import { metadataHashOf, type TopicDirectory } from './topic-directory.ts'

/** How a group follows its members and the topics: expressions, hash and epoch first, then the targets. */

/** With the member as it is now, in its old place or at the end. */
export function withMember(group: ConsumerGroup, member: ConsumerMember): ConsumerGroup {
  if (group.members.get(member.memberId) === member) return group
  return { ...group, members: new Map(group.members).set(member.memberId, member) }
}

/**
 * Looks expressions through again where topics or subscriptions have changed, and raises the epoch when what the group
 * reads has: `isDue` says that it has to rise anyway.
 */
export function followTopics(
  group: ConsumerGroup,
  context: ConsumerStepContext,
  isDue: 'due' | 'if-changed',
): ConsumerGroup {
  const { topics, nowMs, config } = context
  const isStale = group.regexes.size > 0 && nowMs >= group.regexesCheckedMs + config.regexRefreshIntervalMs
  if (isDue === 'if-changed' && group.checkedVersion === topics.version && !isStale) return group
  const regexes = resolveAll(group, context)
  const checked = context.isVisible === null ? {} : { checkedVersion: topics.version, regexesCheckedMs: nowMs }
  const resolved = { ...group, regexes, ...checked }
  const names = new Set<string>()
  for (const member of group.members.values()) for (const name of topicNamesOf(resolved, member)) names.add(name)
  const metadataHash = metadataHashOf(names, topics)
  const hasChanged = isDue === 'due' || metadataHash !== group.metadataHash || !haveSameTopics(regexes, group.regexes)
  return hasChanged ? { ...resolved, metadataHash, epoch: group.epoch + 1 } : resolved
}

/** Those of the members, and no others. One that stands for the same topics as before is left as it was. */
function resolveAll(group: ConsumerGroup, context: ConsumerStepContext): ReadonlyMap<string, ResolvedRegex> {
  const { topics, nowMs, isVisible } = context
  const resolved = new Map<string, ResolvedRegex>()
  for (const member of group.members.values()) {
    const regex = regexOf(member)
    if (regex === null || resolved.has(regex)) continue
    const before = group.regexes.get(regex)
    const found = isVisible === null ? null : matching(regex, topics)?.filter(isVisible)
    const names = found ?? before?.topics ?? []
    const isSame = before !== undefined && isSameList(before.topics, names)
    resolved.set(regex, isSame ? before : { topics: names, version: topics.version, timestamp: BigInt(nowMs) })
  }
  return resolved
}

/** Null for an expression that Apache Kafka has taken, and we do not: it goes on standing for what it stood for. */
function matching(regex: string, topics: TopicDirectory): readonly string[] | null {
  try {
    const pattern = new TopicPattern(regex)
    return [...topics.names()].filter((name) => pattern.matches(name)).sort()
  } catch (error) {
    if (error instanceof InvalidPatternError) return null
    throw error
  }
}

function haveSameTopics(left: ReadonlyMap<string, ResolvedRegex>, right: ReadonlyMap<string, ResolvedRegex>): boolean {
  return left.size === right.size && [...left].every(([regex, resolved]) => right.get(regex) === resolved)
}

export function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index])
}

/** Works out new targets when the group's epoch has gone past them, unless that was done too short a time ago. */
export function followEpoch(group: ConsumerGroup, context: ConsumerStepContext): ConsumerGroup {
  const { topics, nowMs, config } = context
  if (group.epoch === group.assignmentEpoch || !mayAssign(group, context)) return group
  const members = [...group.members.values()].map((member) => assignable(group, member, topics))
  const read = new Set(members.flatMap(({ topicIds }) => [...topicIds]))
  const partitionCounts = new Map([...read].map((topicId) => [topicId, topics.byId(topicId)?.partitionCount ?? 0]))
  const assignor = assignors.get(preferredAssignor(group, config)) ?? uniformAssignor
  return {
    ...group,
    targets: keepSame(group.targets, assignor({ members, partitionCounts })),
    assignmentEpoch: group.epoch,
    assignmentTimestamp: BigInt(nowMs),
  }
}

/** Targets from before 4.3 do not say when they were worked out. */
function mayAssign({ assignmentTimestamp }: ConsumerGroup, { nowMs, config }: ConsumerStepContext): boolean {
  const { assignmentIntervalMs } = config
  if (assignmentTimestamp === 0n || assignmentIntervalMs === 0) return true
  return BigInt(nowMs) >= assignmentTimestamp + BigInt(assignmentIntervalMs)
}

function assignable(group: ConsumerGroup, member: ConsumerMember, topics: TopicDirectory): AssignableMember {
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    topicIds: topicIdsOf(group, member, topics),
    assignment: group.targets.get(member.memberId) ?? new Map(),
  }
}

/** What is the same as before stays the same object, so that what has changed can be seen. */
function keepSame(before: ConsumerGroup['targets'], now: GroupAssignment): ConsumerGroup['targets'] {
  return new Map(
    [...now].map(([memberId, assignment]) => {
      const old = before.get(memberId)
      return [memberId, old !== undefined && isSameAssignment(old, assignment) ? old : assignment]
    }),
  )
}

function isSameAssignment(left: Assignment, right: Assignment): boolean {
  if (left.size !== right.size) return false
  for (const [topicId, partitions] of left) {
    const others = right.get(topicId)
    if (others?.size !== partitions.size) return false
    for (const partition of partitions) if (!others.has(partition)) return false
  }
  return true
}

/** The one that most members ask for; between equals the one that was asked for first. */
export function preferredAssignor({ members }: ConsumerGroup, config: ConsumerGroupConfig): string {
  const votes = new Map<string, number>()
  for (const { serverAssignor } of members.values()) {
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1)
  }
  let preferred: string | null = null
  for (const [name, count] of votes) if (preferred === null || count > (votes.get(preferred) ?? 0)) preferred = name
  return preferred ?? config.assignors[0] ?? 'uniform'
}
