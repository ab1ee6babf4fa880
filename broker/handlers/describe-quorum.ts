import { errorCode } from '../protocol/error-codes.ts'
import {
  describeQuorum,
  type DescribeQuorumRequest,
  type DescribeQuorumResponseInput,
} from '../protocol/messages/describe-quorum.ts'
import { clusterDenial } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

type TopicAnswer = DescribeQuorumResponseInput['topics'][number]
type PartitionAnswer = TopicAnswer['partitions'][number]

/** The quorum of controllers, which is this node alone (KIP-595). */
export const describeQuorumHandler = handler(describeQuorum, ({ topics }, { version, broker, access }) => {
  if (!access.allowsOnCluster('describe')) {
    const { errorCode: code, errorMessage } = clusterDenial('describe')
    return { errorCode: code, ...(version >= 2 ? { errorMessage } : {}), topics: [] }
  }
  if (!isQuorumAlone(topics)) {
    return {
      errorCode: errorCode.NONE,
      errorMessage: '',
      topics: topics.map(({ topicName, partitions }): TopicAnswer => {
        return { topicName, partitions: partitions.map((each) => unknownPartition(each.partitionIndex, version)) }
      }),
    }
  }
  return {
    errorCode: errorCode.NONE,
    errorMessage: '',
    topics: [{ topicName: metadataTopic, partitions: [describeMetadata(broker, version)] }],
    ...(version >= 2 ? { nodes: controllers(broker) } : {}),
  }
})

const metadataTopic = '__cluster_metadata'

/** With anything beside it, even the quorum's partition is one that nobody hosts, as in Kafka. */
function isQuorumAlone(topics: DescribeQuorumRequest['topics']): boolean {
  const [topic] = topics
  const isOne = topics.length === 1 && topic?.partitions.length === 1
  return isOne && topic.topicName === metadataTopic && topic.partitions[0]?.partitionIndex === 0
}

function describeMetadata({ metadata, clock, node }: BrokerContext, version: number): PartitionAnswer {
  const now = BigInt(clock.now())
  const voter = {
    replicaId: node.id,
    ...(version >= 2 ? { replicaDirectoryId: metadata.identity.directoryId } : {}),
    logEndOffset: metadata.image.endOffset,
    lastFetchTimestamp: now,
    lastCaughtUpTimestamp: now,
  }
  return {
    partitionIndex: 0,
    errorCode: errorCode.NONE,
    errorMessage: '',
    leaderId: node.id,
    leaderEpoch: metadata.controllerEpoch,
    highWatermark: metadata.image.endOffset,
    currentVoters: [voter],
    observers: [],
  }
}

function unknownPartition(partitionIndex: number, version: number): PartitionAnswer {
  return {
    partitionIndex,
    errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ...(version >= 2 ? { errorMessage: 'This server does not host this topic-partition.' } : {}),
    leaderId: 0,
    leaderEpoch: 0,
    highWatermark: 0n,
    currentVoters: [],
    observers: [],
  }
}

function controllers({ metadata }: BrokerContext) {
  return [...metadata.image.controllers.values()].map(({ id, endpoints }) => ({
    nodeId: id,
    listeners: endpoints.map(({ name, host, port }) => ({ name, host, port })),
  }))
}
