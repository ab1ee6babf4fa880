import { stateOf, type ConsumerGroup, type ConsumerMember } from './consumer-group.ts'
import type { ConsumerGroupDescription, ConsumerMemberDescription, DescribedPartitions } from './consumer-messages.ts'
import type { ConsumerStepContext } from './consumer-step.ts'
import { preferredAssignor } from './group-update.ts'
import type { TopicDirectory } from './topic-directory.ts'

/** A group as administrators see it. Topics that are gone are left out. */
export function describeConsumerGroup(
  group: ConsumerGroup,
  { topics, config }: Pick<ConsumerStepContext, 'topics' | 'config'>,
): ConsumerGroupDescription {
  return {
    error: null,
    groupId: group.groupId,
    state: stateOf(group),
    epoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: preferredAssignor(group, config),
    members: [...group.members.values()].map((member) => describeMember(group, member, topics)),
  }
}

function describeMember(
  group: ConsumerGroup,
  member: ConsumerMember,
  topics: TopicDirectory,
): ConsumerMemberDescription {
  const { memberId, instanceId, rackId, memberEpoch, clientId, clientHost } = member
  const owned = new Map<string, Iterable<number>>(
    [...new Set([...member.assigned.keys(), ...member.pendingRevocation.keys()])].map((topicId) => [
      topicId,
      [...(member.assigned.get(topicId)?.keys() ?? []), ...(member.pendingRevocation.get(topicId)?.keys() ?? [])],
    ]),
  )
  return {
    memberId,
    instanceId,
    rackId,
    memberEpoch,
    protocol: member.classic === null ? 'consumer' : 'classic',
    clientId,
    clientHost,
    subscribedTopicNames: member.subscribedTopicNames,
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: named(owned, topics),
    targetAssignment: named(group.targets.get(memberId) ?? new Map(), topics),
  }
}

function named(partitions: ReadonlyMap<string, Iterable<number>>, topics: TopicDirectory): DescribedPartitions[] {
  return [...partitions].flatMap(([topicId, each]) => {
    const topic = topics.byId(topicId)
    return topic === null ? [] : [{ topicId, topicName: topic.name, partitions: [...each] }]
  })
}
