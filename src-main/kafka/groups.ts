import { errorCode } from '../../broker/protocol/error-codes.ts'
import { consumerGroupDescribe } from '../../broker/protocol/messages/consumer-group-describe.ts'
import { deleteGroups } from '../../broker/protocol/messages/delete-groups.ts'
import { describeGroups, type DescribeGroupsResponse } from '../../broker/protocol/messages/describe-groups.ts'
import { listGroups as listGroupsApi } from '../../broker/protocol/messages/list-groups.ts'
import type { GroupMember, GroupSummary } from '../api/groups.ts'
import { readAssignment } from './consumer-assignment.ts'
import { askCoordinator } from './coordinators.ts'
import { KafkaClientError, refuseError, RefusedByBrokerError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface GroupList {
  /** In the order of their ids. */
  readonly groups: readonly GroupSummary[]
  /** Not empty: some brokers could not be asked, and the list may lack groups. */
  readonly problems: readonly KafkaClientError[]
}

export interface GroupDescription extends GroupSummary {
  readonly members: readonly GroupMember[]
  /** The assignment strategy that the members agreed on; empty where there is none. */
  readonly protocol: string
}

/** All groups of all brokers. */
export async function listGroups(cluster: WireCluster): Promise<GroupList> {
  const { brokers } = await cluster.metadata()
  const problems: KafkaClientError[] = []
  const lists = brokers.map(({ nodeId }) =>
    listGroupsOf(cluster, nodeId).catch((error: unknown) => {
      if (!(error instanceof KafkaClientError)) throw error
      problems.push(error)
      return []
    }),
  )
  const groups = (await Promise.all(lists)).flat()
  return { groups: groups.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1)), problems }
}

async function listGroupsOf(cluster: WireCluster, nodeId: number): Promise<GroupSummary[]> {
  const response = await cluster.request({ to: 'broker', nodeId }, listGroupsApi, {})
  refuseError({ what: `The groups of broker ${nodeId} cannot be listed.`, errorCode: response.errorCode })
  return response.groups.map(({ groupId, protocolType, groupState, groupType }) => ({
    groupId,
    protocolType,
    state: groupState === '' ? 'Unknown' : groupState,
    type: typeFrom(groupType),
    coordinator: nodeId,
  }))
}

function typeFrom(text: string): GroupSummary['type'] {
  const type = text.toLowerCase()
  if (type === 'consumer' || type === 'share' || type === 'streams') return type
  // Before version 5 of ListGroups there was nothing but classic groups.
  return type === '' || type === 'classic' ? 'classic' : 'unknown'
}

/** State and members of one group, classic or of the new protocol. @throws RefusedByBrokerError GROUP_ID_NOT_FOUND */
export async function describeGroup(cluster: WireCluster, groupId: string): Promise<GroupDescription> {
  try {
    return await describeClassicGroup(cluster, groupId)
  } catch (error) {
    const isOther = error instanceof RefusedByBrokerError && error.kafkaError.code === errorCode.GROUP_ID_NOT_FOUND
    if (!isOther || !(await speaksNewProtocol(cluster, groupId))) throw error
    return describeConsumerGroup(cluster, groupId)
  }
}

async function speaksNewProtocol(cluster: WireCluster, groupId: string): Promise<boolean> {
  const { versions } = await cluster.connection({ to: 'coordinator', groupId })
  return versions.highestCommon(consumerGroupDescribe) !== null
}

async function describeClassicGroup(cluster: WireCluster, groupId: string): Promise<GroupDescription> {
  const what = `Group ${groupId} cannot be described.`
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, describeGroups, { groups: [groupId] })
    const [group] = response.groups
    if (!group) throw new RefusedByBrokerError({ what, errorCode: errorCode.GROUP_ID_NOT_FOUND })
    refuseError({ what, errorCode: group.errorCode, message: group.errorMessage })
    // Before version 6 a group that does not exist is described as dead.
    if (group.groupState === 'Dead') throw new RefusedByBrokerError({ what, errorCode: errorCode.GROUP_ID_NOT_FOUND })
    return {
      groupId,
      type: 'classic',
      state: group.groupState,
      protocolType: group.protocolType,
      protocol: group.protocolData,
      coordinator: cluster.knownCoordinator(groupId),
      members: group.members.map((member) => classicMember(member, group.protocolType)),
    }
  })
}

type ClassicMember = DescribeGroupsResponse['groups'][number]['members'][number]

function classicMember(member: ClassicMember, protocolType: string): GroupMember {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    assignment: protocolType === 'consumer' ? readAssignment(member.memberAssignment) : null,
  }
}

async function describeConsumerGroup(cluster: WireCluster, groupId: string): Promise<GroupDescription> {
  const what = `Group ${groupId} cannot be described.`
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, consumerGroupDescribe, {
      groupIds: [groupId],
      includeAuthorizedOperations: false,
    })
    const [group] = response.groups
    if (!group) throw new RefusedByBrokerError({ what, errorCode: errorCode.GROUP_ID_NOT_FOUND })
    refuseError({ what, errorCode: group.errorCode, message: group.errorMessage })
    return {
      groupId,
      type: 'consumer',
      state: group.groupState,
      protocolType: 'consumer',
      protocol: group.assignorName,
      coordinator: cluster.knownCoordinator(groupId),
      members: group.members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        assignment: member.assignment.topicPartitions.map(({ topicName, partitions }) => ({
          topic: topicName,
          partitions: [...partitions],
        })),
      })),
    }
  })
}

/** Deletes a group and what it has committed. @throws RefusedByBrokerError NON_EMPTY_GROUP while it has members */
export async function deleteGroup(cluster: WireCluster, groupId: string): Promise<void> {
  await askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, deleteGroups, { groupsNames: [groupId] })
    refuseError({
      what: `Group ${groupId} was not deleted.`,
      errorCode: response.results[0]?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR,
    })
  })
}
