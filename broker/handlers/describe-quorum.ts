import { errorCode } from '../protocol/error-codes.ts'
import { describeQuorum, type DescribeQuorumResponseInput } from '../protocol/messages/describe-quorum.ts'
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
  return {
    errorCode: errorCode.NONE,
    errorMessage: null,
    topics: topics.map(({ topicName, partitions }): TopicAnswer => {
      const isMetadata = topicName === '__cluster_metadata'
      return {
        topicName,
        partitions: partitions.map(({ partitionIndex }) =>
          isMetadata && partitionIndex === 0 ? describeMetadata(broker, version) : unknownPartition(partitionIndex),
        ),
      }
    }),
    ...(version >= 2 ? { nodes: controllers(broker) } : {}),
  }
})

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
    errorMessage: null,
    leaderId: node.id,
    leaderEpoch: metadata.controllerEpoch,
    highWatermark: metadata.image.endOffset,
    currentVoters: [voter],
    observers: [],
  }
}

function unknownPartition(partitionIndex: number): PartitionAnswer {
  return {
    partitionIndex,
    errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    errorMessage: null,
    leaderId: -1,
    leaderEpoch: -1,
    highWatermark: -1n,
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
