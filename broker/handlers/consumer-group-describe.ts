import type { ConsumerGroupDescription, ConsumerGroupMissing } from '../groups/consumer/consumer-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  consumerGroupDescribe,
  type ConsumerGroupDescribeResponseInput,
} from '../protocol/messages/consumer-group-describe.ts'
import { operationsNotRequested } from '../security/authorizer/access.ts'
import { splitByAccess } from './authorization.ts'
import { isConsumerProtocolEnabled } from './consumer-protocol.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'

type GroupAnswer = ConsumerGroupDescribeResponseInput['groups'][number]

/** Kafka's numbers for what a member speaks. */
const memberTypes = { classic: 0, consumer: 1 } as const

/** Groups of KIP-848 with their members, what each has and what it is to have. */
export const consumerGroupDescribeHandler = handler(consumerGroupDescribe, (request, { broker, access }) => {
  const { groupIds, includeAuthorizedOperations } = request
  if (!isConsumerProtocolEnabled(broker)) {
    return { groups: groupIds.map((groupId) => ({ ...noGroup, groupId, errorCode: errorCode.UNSUPPORTED_VERSION })) }
  }
  const nameless = groupIds.filter((groupId) => groupId === '')
  const named = groupIds.filter((groupId) => groupId !== '')
  const [visible, hidden] = splitByAccess(named, (groupId) => access.allows('describe', 'group', groupId))
  const refused = hidden.map((groupId) => ({ ...noGroup, groupId, errorCode: errorCode.GROUP_AUTHORIZATION_FAILED }))
  const described = broker.groups.describeConsumerGroups(visible).map((group) => {
    if (group.error !== null) return describeMissing(group)
    if (!topicNamesOf(group).every((topic) => access.allows('describe', 'topic', topic))) return hide(group)
    const { groupId } = group
    const operations = includeAuthorizedOperations ? access.operationsOn('group', groupId) : operationsNotRequested
    return { ...describe(group), authorizedOperations: operations }
  })
  const invalid = nameless.map((groupId) => ({ ...noGroup, groupId, errorCode: errorCode.INVALID_GROUP_ID }))
  return { groups: [...refused, ...invalid, ...described] }
})

const noGroup = { groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] }

function describeMissing({ groupId, error, message }: ConsumerGroupMissing): GroupAnswer {
  return { ...noGroup, groupId, errorCode: codeOfGroupError(error), errorMessage: message }
}

/** Who may not see a topic must not learn of it from those who read it. */
function hide({ groupId }: ConsumerGroupDescription): GroupAnswer {
  const errorMessage = 'The group has described topic(s) that the client is not authorized to describe.'
  return { ...noGroup, groupId, errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED, errorMessage }
}

function topicNamesOf({ members }: ConsumerGroupDescription): string[] {
  const topics = members.flatMap(({ assignment, targetAssignment }) => [...assignment, ...targetAssignment])
  return topics.map(({ topicName }) => topicName)
}

function describe(group: ConsumerGroupDescription): GroupAnswer {
  return {
    errorCode: errorCode.NONE,
    groupId: group.groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: group.assignorName,
    members: group.members.map(({ protocol, assignment, targetAssignment, ...member }) => ({
      ...member,
      subscribedTopicNames: [...member.subscribedTopicNames],
      subscribedTopicRegex: member.subscribedTopicRegex ?? '',
      assignment: { topicPartitions: partitionsOf(assignment) },
      targetAssignment: { topicPartitions: partitionsOf(targetAssignment) },
      memberType: memberTypes[protocol],
    })),
  }
}

function partitionsOf(described: ConsumerGroupDescription['members'][number]['assignment']) {
  return described.map((topic) => ({ ...topic, partitions: [...topic.partitions] }))
}
