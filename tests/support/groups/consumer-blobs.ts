import { encodeMessage } from '../../../broker/schema/message.ts'
import {
  consumerProtocolAssignment,
  consumerProtocolSubscription,
} from '../../../broker/groups/records/consumer-protocol.ts'

const version = 1

function withVersion(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0, version), body])
}

/** What a consumer tells its assignor. */
export function subscriptionBytes(topics: readonly string[], owned: readonly string[] = []): Buffer {
  const ownedPartitions = partitionsByTopic(owned)
  return withVersion(encodeMessage(consumerProtocolSubscription, version, { topics, ownedPartitions }))
}

/** What a leader assigns: `t-0` and so on. */
export function assignmentBytes(partitions: readonly string[]): Buffer {
  const assignedPartitions = partitionsByTopic(partitions)
  return withVersion(encodeMessage(consumerProtocolAssignment, version, { assignedPartitions }))
}

function partitionsByTopic(names: readonly string[]): { topic: string; partitions: number[] }[] {
  return names.map((name) => {
    const dash = name.lastIndexOf('-')
    return { topic: name.slice(0, dash), partitions: [Number(name.slice(dash + 1))] }
  })
}
