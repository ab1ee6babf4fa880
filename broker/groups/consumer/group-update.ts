import type { AssignableMember, Assignment, GroupAssignment } from './assignors/assignor.ts'
import { uniformAssignor } from './assignors/uniform-assignor.ts'
import { regexOf, topicNamesOf, type ConsumerGroup, type ConsumerMember, type ResolvedRegex } from './consumer-group.ts'
import { assignors, defaultAssignorName, type ConsumerStepContext } from './consumer-step.ts'
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
  { topics, nowMs }: ConsumerStepContext,
  isDue: 'due' | 'if-changed',
): ConsumerGroup {
  if (isDue === 'if-changed' && group.checkedVersion === topics.version) return group
  const regexes = resolveAll(group, topics, nowMs)
  const resolved = { ...group, regexes, checkedVersion: topics.version }
  const names = new Set<string>()
  for (const member of group.members.values()) for (const name of topicNamesOf(resolved, member)) names.add(name)
  const metadataHash = metadataHashOf(names, topics)
  const hasChanged = isDue === 'due' || metadataHash !== group.metadataHash || !haveSameTopics(regexes, group.regexes)
  return hasChanged ? { ...resolved, metadataHash, epoch: group.epoch + 1 } : resolved
}

/** Those of the members, and no others. One that stands for the same topics as before is left as it was. */
function resolveAll(group: ConsumerGroup, topics: TopicDirectory, nowMs: number): ReadonlyMap<string, ResolvedRegex> {
  const resolved = new Map<string, ResolvedRegex>()
  for (const member of group.members.values()) {
    const regex = regexOf(member)
    if (regex === null || resolved.has(regex)) continue
    const before = group.regexes.get(regex)
    const names = matching(regex, topics) ?? before?.topics ?? []
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

/** Works out new targets when the group's epoch has gone past them. */
export function followEpoch(group: ConsumerGroup, { topics, nowMs }: ConsumerStepContext): ConsumerGroup {
  if (group.epoch === group.assignmentEpoch) return group
  const members = [...group.members.values()].map((member) => assignable(group, member, topics))
  const read = new Set(members.flatMap(({ topicIds }) => [...topicIds]))
  const partitionCounts = new Map([...read].map((topicId) => [topicId, topics.byId(topicId)?.partitionCount ?? 0]))
  const assignor = assignors.get(preferredAssignor(group)) ?? uniformAssignor
  return {
    ...group,
    targets: keepSame(group.targets, assignor({ members, partitionCounts })),
    assignmentEpoch: group.epoch,
    assignmentTimestamp: BigInt(nowMs),
  }
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
export function preferredAssignor({ members }: ConsumerGroup): string {
  const votes = new Map<string, number>()
  for (const { serverAssignor } of members.values()) {
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1)
  }
  let preferred: string | null = null
  for (const [name, count] of votes) if (preferred === null || count > (votes.get(preferred) ?? 0)) preferred = name
  return preferred ?? defaultAssignorName
}
