import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { consumerGroupHeartbeat } from '../../../broker/protocol/messages/consumer-group-heartbeat.ts'
import { joinGroup } from '../../../broker/protocol/messages/join-group.ts'
import { offsetCommit } from '../../../broker/protocol/messages/offset-commit.ts'
import { syncGroup } from '../../../broker/protocol/messages/sync-group.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { assignmentBytes, subscriptionBytes } from '../groups/consumer-blobs.ts'

/** Members of both protocols, who have committed an offset and not left. */
export async function addMembers(client: KafkaConnection, topic: string): Promise<void> {
  await addClassicMember(client, topic)
  await addConsumer(client, topic)
}

async function addClassicMember(client: KafkaConnection, topic: string): Promise<void> {
  const groupId = 'of-classic-members'
  const join = (memberId: string) =>
    client.request(joinGroup, 9, {
      groupId,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 10_000,
      memberId,
      groupInstanceId: 'static-instance',
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: subscriptionBytes([topic]) }],
    })
  const first = await join('')
  const { memberId, generationId } =
    first.errorCode === errorCode.MEMBER_ID_REQUIRED ? await join(first.memberId) : first
  const assignments = [{ memberId, assignment: assignmentBytes([`${topic}-0`]) }]
  const member = { groupId, memberId, groupInstanceId: 'static-instance' }
  const kind = { protocolType: 'consumer', protocolName: 'range' }
  const synced = await client.request(syncGroup, 5, { ...member, ...kind, generationId, assignments })
  if (synced.errorCode !== 0) throw new Error(`The classic member was not assigned: ${synced.errorCode}.`)
  await commit(client, topic, { ...member, generationIdOrMemberEpoch: generationId })
}

/** A member under KIP-848, by a regular expression, so that each kind of its records is written. */
async function addConsumer(client: KafkaConnection, topic: string): Promise<void> {
  const member = { groupId: 'of-consumers', memberId: 'consumer-member' }
  const beat = (memberEpoch: number, more: object = {}) =>
    client.request(consumerGroupHeartbeat, 1, { ...member, memberEpoch, ...more })
  const wish = { rebalanceTimeoutMs: 60_000, topicPartitions: [], subscribedTopicRegex: `${topic}.*` }
  let told = await beat(0, wish)
  while (told.errorCode === 0 && told.assignment === null) {
    await delay(50)
    told = await beat(told.memberEpoch)
  }
  if (told.errorCode !== 0) throw new Error(`The consumer was refused: ${told.errorCode} ${told.errorMessage}.`)
  const topicPartitions = told.assignment?.topicPartitions ?? []
  const owning = await beat(told.memberEpoch, { topicPartitions })
  await commit(client, topic, { ...member, generationIdOrMemberEpoch: owning.memberEpoch })
}

async function commit(
  client: KafkaConnection,
  topic: string,
  member: { readonly groupId: string; readonly memberId: string; readonly generationIdOrMemberEpoch: number },
): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: 3n, committedMetadata: 'by a member' }]
  const answer = await client.request(offsetCommit, 9, { ...member, topics: [{ name: topic, partitions }] })
  const code = answer.topics[0]?.partitions[0]?.errorCode
  if (code !== 0) throw new Error(`${member.groupId} could not commit: ${code}.`)
}
