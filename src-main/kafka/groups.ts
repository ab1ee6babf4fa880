import { errorCode } from '../../broker/protocol/error-codes.ts'
import { deleteGroups } from '../../broker/protocol/messages/delete-groups.ts'
import { listGroups as listGroupsApi } from '../../broker/protocol/messages/list-groups.ts'
import type { GroupSummary } from '../api/groups.ts'
import { texts } from '../languages/texts.ts'
import { askCoordinator } from './coordinators.ts'
import { KafkaClientError, refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface GroupList {
  /** In the order of their ids. */
  readonly groups: readonly GroupSummary[]
  /** Not empty: some brokers could not be asked, and the list may lack groups. */
  readonly problems: readonly KafkaClientError[]
  /** How many brokers there are. */
  readonly askedCount: number
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
  return { groups: groups.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1)), problems, askedCount: brokers.length }
}

async function listGroupsOf(cluster: WireCluster, nodeId: number): Promise<GroupSummary[]> {
  const response = await cluster.request({ to: 'broker', nodeId }, listGroupsApi, {})
  refuseError({ what: texts.refusals.groupsNotListed(nodeId), errorCode: response.errorCode })
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

/** Deletes a group and what it has committed. @throws RefusedByBrokerError NON_EMPTY_GROUP while it has members */
export async function deleteGroup(cluster: WireCluster, groupId: string): Promise<void> {
  await askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, deleteGroups, { groupsNames: [groupId] })
    refuseError({
      what: texts.refusals.groupNotDeleted(groupId),
      errorCode: response.results[0]?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR,
    })
  })
}
