import { array, bytes, int32, int64, int8, nested, string, struct, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Records of groups that speak the protocol of KIP-848. */

const ofGroup = { group: string() }
const ofMember = { group: string(), memberId: string() }

function key<const F extends typeof ofGroup>(name: string, fields: F) {
  return message({ name, validVersions: '0', flexibleVersions: 'none', fields })
}

/** Record type 3. */
export const consumerGroupMetadataKey = key('ConsumerGroupMetadataKey', ofGroup)
export const consumerGroupMetadataValue = message({
  name: 'ConsumerGroupMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    epoch: int32(),
    /** Hash over the subscribed topics, since 4.1 (KIP-1101). */
    metadataHash: int64({ tag: 0, default: 0n }),
  },
})

/** Record type 4: written by 4.0 only; later versions delete it. */
export const consumerGroupPartitionMetadataKey = key('ConsumerGroupPartitionMetadataKey', ofGroup)
export const consumerGroupPartitionMetadataValue = message({
  name: 'ConsumerGroupPartitionMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    topics: array(
      struct({
        topicId: uuid(),
        topicName: string(),
        numPartitions: int32(),
        partitionMetadata: array(struct({ partition: int32(), racks: array(string()) })),
      }),
    ),
  },
})

/** Record type 5. */
export const consumerGroupMemberMetadataKey = key('ConsumerGroupMemberMetadataKey', ofMember)
export const consumerGroupMemberMetadataValue = message({
  name: 'ConsumerGroupMemberMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    instanceId: string({ nullable: '0+' }),
    rackId: string({ nullable: '0+' }),
    clientId: string(),
    clientHost: string(),
    subscribedTopicNames: array(string()),
    subscribedTopicRegex: string({ nullable: '0+' }),
    rebalanceTimeoutMs: int32({ default: -1 }),
    serverAssignor: string({ nullable: '0+' }),
    /** Set while a member of the classic protocol takes part in the group. Apache writes its absence as an explicit null. */
    classicMemberMetadata: nested(
      {
        sessionTimeoutMs: int32(),
        supportedProtocols: array(struct({ name: string(), metadata: bytes() })),
      },
      { nullable: '0+', tag: 0 },
    ),
  },
})

/** Record type 6. */
export const consumerGroupTargetAssignmentMetadataKey = key('ConsumerGroupTargetAssignmentMetadataKey', ofGroup)
export const consumerGroupTargetAssignmentMetadataValue = message({
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    assignmentEpoch: int32(),
    /** Since 4.3 (KIP-1263). */
    assignmentTimestamp: int64({ tag: 0, default: 0n, ignorable: true }),
  },
})

/** Record type 7. */
export const consumerGroupTargetAssignmentMemberKey = key('ConsumerGroupTargetAssignmentMemberKey', ofMember)
export const consumerGroupTargetAssignmentMemberValue = message({
  name: 'ConsumerGroupTargetAssignmentMemberValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: { topicPartitions: array(struct({ topicId: uuid(), partitions: array(int32()) })) },
})

const currentPartitions = struct({
  topicId: uuid(),
  partitions: array(int32()),
  /** Since 4.3, one for each partition. */
  assignmentEpochs: array(int32(), { nullable: '0+', tag: 0, default: null }),
})

/** Record type 8. */
export const consumerGroupCurrentMemberAssignmentKey = key('ConsumerGroupCurrentMemberAssignmentKey', ofMember)
export const consumerGroupCurrentMemberAssignmentValue = message({
  name: 'ConsumerGroupCurrentMemberAssignmentValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    memberEpoch: int32(),
    previousMemberEpoch: int32(),
    /** 0 stable, 1 has partitions to give up, 2 waits for partitions that others give up, 127 unknown. */
    state: int8(),
    assignedPartitions: array(currentPartitions),
    partitionsPendingRevocation: array(currentPartitions),
  },
})

/** Record type 16: the topics that a subscription's regular expression stood for. */
export const consumerGroupRegularExpressionKey = key('ConsumerGroupRegularExpressionKey', {
  group: string(),
  regularExpression: string(),
})
export const consumerGroupRegularExpressionValue = message({
  name: 'ConsumerGroupRegularExpressionValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: { topics: array(string()), version: int64(), timestamp: int64() },
})
