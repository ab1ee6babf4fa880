import type { ConsumerHeartbeatResult } from '../groups/consumer/consumer-messages.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  consumerGroupHeartbeat,
  type ConsumerGroupHeartbeatResponseInput,
} from '../protocol/messages/consumer-group-heartbeat.ts'
import { groupDenial } from './authorization.ts'
import { isConsumerProtocolEnabled } from './consumer-protocol.ts'
import { codeOfGroupError } from './error-translation.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic } from './internal-topics.ts'

/** A member of a group of KIP-848 joins, stays or leaves. */
export const consumerGroupHeartbeatHandler = handler(consumerGroupHeartbeat, async (request, context) => {
  const { version, clientId, connection, broker, access } = context
  if (!isConsumerProtocolEnabled(broker)) return { errorCode: errorCode.UNSUPPORTED_VERSION }
  if (!access.allows('read', 'group', request.groupId)) {
    return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED, errorMessage: groupDenial.errorMessage }
  }
  const isVisible = (topic: string): boolean => access.allows('describe', 'topic', topic)
  if (request.subscribedTopicNames?.every(isVisible) === false) {
    return { errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED }
  }
  if (!(await ensureOffsetsTopic(broker))) return { errorCode: errorCode.COORDINATOR_NOT_AVAILABLE }
  const about = { mustNameMember: version >= 1, clientId: clientId ?? '', clientHost: connection.clientHost, isVisible }
  return answer(broker.groups.consumerHeartbeat({ ...request, ...about }))
})

function answer(result: ConsumerHeartbeatResult): ConsumerGroupHeartbeatResponseInput {
  if (result.error !== null) return { errorCode: codeOfGroupError(result.error), errorMessage: result.message }
  const { memberId, memberEpoch, heartbeatIntervalMs, assignment } = result
  return {
    errorCode: errorCode.NONE,
    memberId,
    memberEpoch,
    heartbeatIntervalMs,
    assignment: assignment && {
      topicPartitions: [...assignment].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] })),
    },
  }
}
