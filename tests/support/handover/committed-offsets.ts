import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { offsetCommit } from '../../../broker/protocol/messages/offset-commit.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { untilReady } from './until-ready.ts'

interface Progress {
  readonly group: string
  readonly topic: string
}

/** Commits for partition 0 without being a member. */
export async function commitOffset(
  client: KafkaConnection,
  { group, topic, offset }: Progress & { readonly offset: bigint },
): Promise<void> {
  await untilReady(async () => {
    const { coordinators } = await client.request(findCoordinator, 4, { keyType: 0, coordinatorKeys: [group] })
    return coordinators[0] ?? { errorCode: -1 }
  })
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: 'note' }]
  await untilReady(async () => {
    const request = { groupId: group, memberId: '', topics: [{ name: topic, partitions }] }
    const answer = await client.request(offsetCommit, 9, request)
    return answer.topics[0]?.partitions[0] ?? { errorCode: -1 }
  })
}

/** -1n when the group has none. */
export async function committedOffset(client: KafkaConnection, { group, topic }: Progress): Promise<bigint> {
  const groups = [{ groupId: group, topics: [{ name: topic, partitionIndexes: [0] }] }]
  const answer = await untilReady(async () => {
    const { groups: answers } = await client.request(offsetFetch, 9, { groups, requireStable: true })
    const [first] = answers
    return first === undefined ? { errorCode: -1, topics: [] } : first
  })
  return answer.topics[0]?.partitions[0]?.committedOffset ?? -1n
}
