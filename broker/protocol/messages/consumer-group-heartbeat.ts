import { array, int16, int32, nested, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

const topicPartitions = struct({ topicId: uuid(), partitions: array(int32()) })

/**
 * The one request of members of the new consumer protocol (KIP-848): it joins, stays and leaves, and its answer assigns.
 * From version 1 on the client makes its member id (KIP-1082) and may subscribe by an expression.
 */
export const consumerGroupHeartbeat = api({
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  request: message({
    name: 'ConsumerGroupHeartbeatRequest',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      groupId: string(),
      memberId: string(),
      /** 0 joins, -1 leaves, -2 leaves for a while (static members). */
      memberEpoch: int32(),
      /** Null here and below: as before; so is -1 as rebalance timeout. */
      instanceId: string({ nullable: '0+', default: null }),
      rackId: string({ nullable: '0+', default: null }),
      rebalanceTimeoutMs: int32({ default: -1 }),
      subscribedTopicNames: array(string(), { nullable: '0+', default: null }),
      subscribedTopicRegex: string({ versions: '1+', nullable: '1+', default: null }),
      serverAssignor: string({ nullable: '0+', default: null }),
      topicPartitions: array(topicPartitions, { nullable: '0+', default: null }),
    },
  }),
  response: message({
    name: 'ConsumerGroupHeartbeatResponse',
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+', default: null }),
      memberId: string({ nullable: '0+', default: null }),
      memberEpoch: int32({ default: 0 }),
      heartbeatIntervalMs: int32({ default: 0 }),
      assignment: nested({ topicPartitions: array(topicPartitions) }, { nullable: '0+', default: null }),
    },
  }),
})

export type ConsumerGroupHeartbeatRequest = ValueOf<typeof consumerGroupHeartbeat.request>
export type ConsumerGroupHeartbeatRequestInput = InputFor<typeof consumerGroupHeartbeat.request>
export type ConsumerGroupHeartbeatResponse = ValueOf<typeof consumerGroupHeartbeat.response>
export type ConsumerGroupHeartbeatResponseInput = InputFor<typeof consumerGroupHeartbeat.response>
