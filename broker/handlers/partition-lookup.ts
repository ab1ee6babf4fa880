import type { Partition } from '../partitions/partition.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { zeroUuid } from '../bytes/uuid.ts'
import type { Access } from '../security/authorizer/access.ts'
import type { AclOperation } from '../security/authorizer/acl-terms.ts'
import type { BrokerContext } from './broker-context.ts'

/** A partition as requests name it: by topic id where the version has ids, otherwise by name. */
export interface PartitionReference {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  /** The leader epoch that the client believes in; -1 when it does not say. */
  readonly currentLeaderEpoch?: number
}

/** The same for somebody who wants to do `operation` to the topic; who may not is not told whether it exists. */
export function findPermittedPartition(
  { broker, access }: { readonly broker: BrokerContext; readonly access: Access },
  operation: AclOperation,
  reference: PartitionReference,
): Partition | number {
  const { topic, topicId } = reference
  const name = topicId === zeroUuid ? topic : broker.metadata.image.topicById(topicId)?.name
  if (name === undefined) return errorCode.UNKNOWN_TOPIC_ID
  if (!access.allows(operation, 'topic', name)) return errorCode.TOPIC_AUTHORIZATION_FAILED
  return findPartition(broker, reference)
}

/** The partition, or the error code of why it cannot be had. */
export function findPartition(broker: BrokerContext, reference: PartitionReference): Partition | number {
  const { topic, topicId, partition: index, currentLeaderEpoch = -1 } = reference
  const byId = topicId !== zeroUuid
  const partition = byId ? broker.partitions.getById(topicId, index) : broker.partitions.get(topic, index)
  if (partition === undefined) return codeOfMissing(broker, reference, byId ? 'id' : 'name')
  if (currentLeaderEpoch !== -1 && currentLeaderEpoch !== partition.leaderEpoch) {
    return currentLeaderEpoch < partition.leaderEpoch ? errorCode.FENCED_LEADER_EPOCH : errorCode.UNKNOWN_LEADER_EPOCH
  }
  return partition
}

function codeOfMissing(broker: BrokerContext, reference: PartitionReference, by: 'id' | 'name'): number {
  const { image } = broker.metadata
  const topic = by === 'id' ? image.topicById(reference.topicId) : image.topic(reference.topic)
  if (topic === undefined) return by === 'id' ? errorCode.UNKNOWN_TOPIC_ID : errorCode.UNKNOWN_TOPIC_OR_PARTITION
  // The metadata has the partition, but its log could not be opened.
  return topic.partitions[reference.partition] ? errorCode.KAFKA_STORAGE_ERROR : errorCode.UNKNOWN_TOPIC_OR_PARTITION
}
