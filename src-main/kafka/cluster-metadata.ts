import { errorCode } from '../../broker/protocol/error-codes.ts'
import type { MetadataResponse } from '../../broker/protocol/messages/metadata.ts'
import type { BrokerAddress } from './broker-address.ts'

export interface BrokerMetadata extends BrokerAddress {
  readonly nodeId: number
  readonly rack: string | null
}

export interface PartitionMetadata {
  readonly partition: number
  /** Null while the partition has no leader. */
  readonly leader: number | null
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
  readonly offlineReplicas: readonly number[]
}

export interface TopicMetadata {
  readonly name: string
  readonly topicId: string
  readonly isInternal: boolean
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionMetadata[]
}

/** What a cluster says about itself at one moment. Topics that were not asked for are missing. */
export interface ClusterMetadata {
  readonly kafkaClusterId: string | null
  readonly controllerId: number | null
  readonly brokers: readonly BrokerMetadata[]
  readonly topics: ReadonlyMap<string, TopicMetadata>
  /** Error codes of topics that could not be described, by name. */
  readonly topicErrors: ReadonlyMap<string, number>
}

export function clusterMetadataFrom(response: MetadataResponse): ClusterMetadata {
  const topics = new Map<string, TopicMetadata>()
  const topicErrors = new Map<string, number>()
  for (const topic of response.topics) {
    const name = topic.name ?? ''
    // A topic without a leader somewhere is described nevertheless.
    if (topic.errorCode === errorCode.NONE || topic.partitions.length > 0) topics.set(name, topicFrom(topic))
    else topicErrors.set(name, topic.errorCode)
  }
  return {
    kafkaClusterId: response.clusterId,
    controllerId: response.controllerId < 0 ? null : response.controllerId,
    brokers: response.brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack })),
    topics,
    topicErrors,
  }
}

function topicFrom(topic: MetadataResponse['topics'][number]): TopicMetadata {
  const partitions = topic.partitions.map((each) => ({
    partition: each.partitionIndex,
    leader: each.leaderId < 0 ? null : each.leaderId,
    leaderEpoch: each.leaderEpoch,
    replicas: each.replicaNodes,
    inSyncReplicas: each.isrNodes,
    offlineReplicas: each.offlineReplicas,
  }))
  return {
    name: topic.name ?? '',
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions: partitions.toSorted((a, b) => a.partition - b.partition),
  }
}
