import type { Api } from '../../broker/protocol/api.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { consumerGroupDescribe } from '../../broker/protocol/messages/consumer-group-describe.ts'
import { describeGroups, type DescribeGroupsResponse } from '../../broker/protocol/messages/describe-groups.ts'
import { shareGroupDescribe } from '../../broker/protocol/messages/share-group-describe.ts'
import { streamsGroupDescribe } from '../../broker/protocol/messages/streams-group-describe.ts'
import type { ValueOf } from '../../broker/schema/message.ts'
import type { Assignment, GroupMember } from '../api/group-members.ts'
import type { GroupSummary } from '../api/groups.ts'
import { texts } from '../languages/texts.ts'
import { readAssignment } from './consumer-assignment.ts'
import { askCoordinator } from './coordinators.ts'
import { refuseError, RefusedByBrokerError } from './kafka-errors.ts'
import type { Target, WireCluster } from './wire-cluster.ts'

export interface GroupDescription extends GroupSummary {
  readonly members: readonly GroupMember[]
  /** The assignment strategy that the members agreed on; empty where there is none. */
  readonly protocol: string
  readonly groupEpoch: number | null
  readonly assignmentEpoch: number | null
}

type Described = Omit<GroupDescription, 'coordinator'>

interface Question {
  readonly cluster: WireCluster
  readonly target: Target
  readonly groupId: string
}

/** Each protocol has an API of its own, which knows nothing of groups of the others. */
const protocols: readonly { readonly api: Api; readonly ask: (question: Question) => Promise<Described> }[] = [
  { api: describeGroups, ask: describeClassicGroup },
  { api: consumerGroupDescribe, ask: describeConsumerGroup },
  { api: shareGroupDescribe, ask: describeShareGroup },
  { api: streamsGroupDescribe, ask: describeStreamsGroup },
]

/** State and members of one group of whatever type. @throws RefusedByBrokerError GROUP_ID_NOT_FOUND */
export async function describeGroup(cluster: WireCluster, groupId: string): Promise<GroupDescription> {
  const { versions } = await askCoordinator(cluster, groupId, (target) => cluster.connection(target))
  let refusal: unknown
  for (const { api, ask } of protocols) {
    if (versions.highestCommon(api) === null) continue
    try {
      const described = await askCoordinator(cluster, groupId, (target) => ask({ cluster, target, groupId }))
      return { ...described, coordinator: cluster.knownCoordinator(groupId) }
    } catch (error) {
      if (!isOfOtherProtocol(error)) throw error
      refusal ??= error
    }
  }
  throw refusal
}

/** As `describeGroup`; null when there is no such group. */
export async function findGroup(cluster: WireCluster, groupId: string): Promise<GroupDescription | null> {
  try {
    return await describeGroup(cluster, groupId)
  } catch (error) {
    if (isOfOtherProtocol(error)) return null
    throw error
  }
}

function isOfOtherProtocol(error: unknown): boolean {
  return error instanceof RefusedByBrokerError && error.kafkaError.code === errorCode.GROUP_ID_NOT_FOUND
}

const classicHasNone = { groupEpoch: null, assignmentEpoch: null }

async function describeClassicGroup({ cluster, target, groupId }: Question): Promise<Described> {
  const response = await cluster.request(target, describeGroups, { groups: [groupId] })
  const group = theGroup(groupId, response.groups)
  // Before version 6 a group that does not exist, or is of another type, is described as dead.
  if (group.groupState === 'Dead') throw notFound(groupId)
  return {
    groupId,
    type: 'classic',
    state: group.groupState,
    protocolType: group.protocolType,
    protocol: group.protocolData,
    ...classicHasNone,
    members: group.members.map((member) => classicMember(member, group.protocolType)),
  }
}

type ClassicMember = DescribeGroupsResponse['groups'][number]['members'][number]

function classicMember(member: ClassicMember, protocolType: string): GroupMember {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rackId: null,
    assignment: protocolType === 'consumer' ? readAssignment(member.memberAssignment) : null,
    targetAssignment: null,
    memberEpoch: null,
  }
}

async function describeConsumerGroup({ cluster, target, groupId }: Question): Promise<Described> {
  const question = { groupIds: [groupId], includeAuthorizedOperations: false }
  const response = await cluster.request(target, consumerGroupDescribe, question)
  const group = theGroup(groupId, response.groups)
  return {
    ...newProtocol(group, 'consumer'),
    members: group.members.map((member) => ({
      ...whoIs(member),
      groupInstanceId: member.instanceId,
      assignment: assignmentFrom(member.assignment),
      targetAssignment: assignmentFrom(member.targetAssignment),
    })),
  }
}

async function describeShareGroup({ cluster, target, groupId }: Question): Promise<Described> {
  const question = { groupIds: [groupId], includeAuthorizedOperations: false }
  const response = await cluster.request(target, shareGroupDescribe, question)
  const group = theGroup(groupId, response.groups)
  return {
    ...newProtocol(group, 'share'),
    members: group.members.map((member) => ({
      ...whoIs(member),
      groupInstanceId: null,
      assignment: assignmentFrom(member.assignment),
      targetAssignment: null,
    })),
  }
}

type StreamsGroup = ValueOf<typeof streamsGroupDescribe.response>['groups'][number]

async function describeStreamsGroup({ cluster, target, groupId }: Question): Promise<Described> {
  const question = { groupIds: [groupId], includeAuthorizedOperations: false }
  const response = await cluster.request(target, streamsGroupDescribe, question)
  const group = theGroup(groupId, response.groups)
  return {
    ...newProtocol({ ...group, assignorName: '' }, 'streams'),
    members: group.members.map((member) => ({
      ...whoIs(member),
      groupInstanceId: member.instanceId,
      assignment: topicsOfTasks(group.topology, member.assignment),
      targetAssignment: topicsOfTasks(group.topology, member.targetAssignment),
    })),
  }
}

/** A task of a streams application reads its partition of every topic that its part of the topology has as a source. */
function topicsOfTasks(
  topology: StreamsGroup['topology'],
  { activeTasks }: StreamsGroup['members'][number]['assignment'],
): Assignment {
  const sources = new Map(
    (topology?.subtopologies ?? []).map((each) => [
      each.subtopologyId,
      [...each.sourceTopics, ...each.repartitionSourceTopics.map(({ name }) => name)],
    ]),
  )
  return activeTasks.flatMap(({ subtopologyId, partitions }) =>
    (sources.get(subtopologyId) ?? []).map((topic) => ({ topic, partitions: [...partitions] })),
  )
}

interface NewProtocolGroup {
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
}

function newProtocol(group: NewProtocolGroup, type: 'consumer' | 'share' | 'streams'): Omit<Described, 'members'> {
  const { groupId, groupState: state, groupEpoch, assignmentEpoch, assignorName: protocol } = group
  return { groupId, type, state, protocolType: type, protocol, groupEpoch, assignmentEpoch }
}

interface NewProtocolMember {
  readonly memberId: string
  readonly clientId: string
  readonly clientHost: string
  readonly rackId: string | null
  readonly memberEpoch: number
}

function whoIs({ memberId, clientId, clientHost, rackId, memberEpoch }: NewProtocolMember) {
  return { memberId, clientId, clientHost, rackId, memberEpoch }
}

interface TopicPartitions {
  readonly topicPartitions: readonly { readonly topicName: string; readonly partitions: readonly number[] }[]
}

function assignmentFrom({ topicPartitions }: TopicPartitions): Assignment {
  return topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions: [...partitions] }))
}

interface Answered {
  readonly errorCode: number
  readonly errorMessage: string | null
}

/** The only group of an answer. @throws RefusedByBrokerError as the answer says */
function theGroup<Group extends Answered>(groupId: string, groups: readonly Group[]): Group {
  const [group] = groups
  if (!group) throw notFound(groupId)
  refuseError({
    what: texts.refusals.groupNotDescribed(groupId),
    errorCode: group.errorCode,
    message: group.errorMessage,
  })
  return group
}

function notFound(groupId: string): RefusedByBrokerError {
  return new RefusedByBrokerError({
    what: texts.refusals.groupNotDescribed(groupId),
    errorCode: errorCode.GROUP_ID_NOT_FOUND,
  })
}
