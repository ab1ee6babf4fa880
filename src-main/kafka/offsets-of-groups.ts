import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import type { GroupSummary } from '../api/groups.ts'
import { groupBy } from './group-by.ts'
import { progressOfGroup } from './group-progress.ts'
import { listGroups } from './groups.ts'
import { explainError, KafkaClientError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

/** Where a group stands in a partition. */
export interface GroupPosition extends TopicPartition {
  readonly groupId: string
  readonly state: string
  readonly offset: bigint
  /** As the coordinator counts it, where it does. */
  readonly lag: bigint | null
}

export interface GroupPositions {
  readonly positions: readonly GroupPosition[]
  /** Why positions of some groups are missing; null: they are all here. */
  readonly problem: string | null
}

interface ListedGroup {
  readonly groupId: string
  readonly state: string
  readonly type: GroupSummary['type']
  readonly coordinator: number | null
}

// From version 10 on topics go by id.
const lastVersionWithNames = 9
const firstVersionOfMany = 8
const groupsAtOnce = 100

/** Where all groups stand in all topics: one request for a hundred groups where the broker has that (Kafka 3.0). */
export async function positionsOfGroups(cluster: WireCluster): Promise<GroupPositions> {
  const { groups, problems } = await listGroups(cluster)
  const explained = problems.map(explainError)
  const positions: GroupPosition[] = []
  const ask = async (nodeId: number | null, some: readonly ListedGroup[]): Promise<void> => {
    try {
      positions.push(...(await positionsOf(cluster, nodeId, some)))
    } catch (error) {
      if (!(error instanceof KafkaClientError)) throw error
      explained.push(explainError(error))
    }
  }
  // Share groups have another API, and there are few of them.
  const byCoordinator = groupBy<number | null, ListedGroup>(groups, ({ type, coordinator }) =>
    type === 'share' ? null : coordinator,
  )
  const asked = [...byCoordinator].flatMap(([nodeId, group]) => chunks(group).map((chunk) => ask(nodeId, chunk)))
  await Promise.all(asked)
  return { positions, problem: explained[0] ?? null }
}

async function positionsOf(
  cluster: WireCluster,
  nodeId: number | null,
  groups: readonly ListedGroup[],
): Promise<GroupPosition[]> {
  if (nodeId !== null) {
    const target = { to: 'broker', nodeId } as const
    const { versions } = await cluster.connection(target)
    if ((versions.highestCommon(offsetFetch, lastVersionWithNames) ?? 0) >= firstVersionOfMany) {
      const response = await cluster.request({ ...target, maxVersion: lastVersionWithNames }, offsetFetch, {
        groups: groups.map(({ groupId }) => ({ groupId, topics: null })),
      })
      const states = new Map(groups.map(({ groupId, state }) => [groupId, state]))
      return response.groups.flatMap(({ groupId, errorCode, topics }) =>
        errorCode === 0 ? topicsOf({ groupId, state: states.get(groupId) ?? '' }, topics) : [],
      )
    }
  }
  const lists = groups.map(async ({ groupId, state, type }) =>
    (await progressOfGroup(cluster, { groupId, type })).map((each) => ({ ...each, groupId, state })),
  )
  return (await Promise.all(lists)).flat()
}

interface AnsweredTopic {
  readonly name: string
  readonly partitions: readonly { readonly partitionIndex: number; readonly committedOffset: bigint }[]
}

function topicsOf(group: Pick<GroupPosition, 'groupId' | 'state'>, topics: readonly AnsweredTopic[]): GroupPosition[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partitionIndex, committedOffset }) =>
      committedOffset < 0n
        ? []
        : [{ ...group, topic: name, partition: partitionIndex, offset: committedOffset, lag: null }],
    ),
  )
}

function chunks(groups: readonly ListedGroup[]): ListedGroup[][] {
  const count = Math.ceil(groups.length / groupsAtOnce)
  return Array.from({ length: count }, (_none, index) => groups.slice(index * groupsAtOnce, (index + 1) * groupsAtOnce))
}
