import {
  hasControllerRegistration,
  hasDirectoryAssignment,
  partitionRecordVersion,
  registerBrokerRecordVersion,
} from '../features.ts'
import type { MetadataRecordValue, NewMetadataRecord } from '../records/metadata-records.ts'
import type { BrokerImage, ControllerImage } from './broker-image.ts'
import type { MetadataImage } from './metadata-image.ts'
import type { PartitionImage, TopicImage } from './topic-image.ts'

/**
 * The records that make `image` out of nothing, as a snapshot holds them. The order is Kafka's: metadata.version comes
 * first because it decides how the rest is read.
 */
export function* imageRecords(image: MetadataImage): Generator<NewMetadataRecord, void, undefined> {
  yield* featureRecords(image)
  for (const broker of image.brokers.values()) yield brokerRecord(broker, image.metadataVersion)
  if (hasControllerRegistration(image.metadataVersion)) {
    for (const controller of image.controllers.values()) yield controllerRecord(controller)
  }
  for (const topic of image.topicsById.values()) yield* topicRecords(topic, image.metadataVersion)
  for (const { resource, values } of image.configs.values()) {
    for (const [name, value] of values) {
      const config = { resourceType: resource.type, resourceName: resource.name, name, value }
      yield { type: 'Config', version: 0, value: config }
    }
  }
  for (const value of image.security.clientQuotas.values()) yield { type: 'ClientQuota', version: 0, value }
  if (image.nextProducerId > 0n) {
    const value = { brokerId: -1, brokerEpoch: -1n, nextProducerId: image.nextProducerId }
    yield { type: 'ProducerIds', version: 0, value }
  }
  yield* accessRecords(image)
}

function* featureRecords(image: MetadataImage): Generator<NewMetadataRecord, void, undefined> {
  const first = { name: 'metadata.version', featureLevel: image.metadataVersion }
  yield { type: 'FeatureLevel', version: 0, value: first }
  for (const [name, featureLevel] of image.features) {
    if (name !== first.name) yield { type: 'FeatureLevel', version: 0, value: { name, featureLevel } }
  }
}

function* accessRecords({ security }: MetadataImage): Generator<NewMetadataRecord, void, undefined> {
  for (const value of security.accessControlEntries.values()) yield { type: 'AccessControlEntry', version: 0, value }
  for (const value of security.scramCredentials.values()) yield { type: 'UserScramCredential', version: 0, value }
  for (const value of security.delegationTokens.values()) yield { type: 'DelegationToken', version: 0, value }
}

function* topicRecords(topic: TopicImage, metadataVersion: number): Generator<NewMetadataRecord, void, undefined> {
  yield { type: 'Topic', version: 0, value: { name: topic.name, topicId: topic.id } }
  for (const partition of topic.partitions) yield partitionRecord(topic.id, partition, metadataVersion)
}

/** A Partition record in the version that `metadataVersion` asks for. */
export function partitionRecord(
  topicId: string,
  partition: PartitionImage,
  metadataVersion: number,
): Extract<NewMetadataRecord, { type: 'Partition' }> {
  const version = partitionRecordVersion(metadataVersion)
  const { eligibleLeaderReplicas, lastKnownElr } = partition
  const value = {
    partitionId: partition.partition,
    topicId,
    replicas: partition.replicas,
    isr: partition.isr,
    removingReplicas: partition.removingReplicas,
    addingReplicas: partition.addingReplicas,
    leader: partition.leader,
    leaderRecoveryState: partition.leaderRecoveryState,
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    directories: hasDirectoryAssignment(metadataVersion) ? partition.directories : [],
    // Tagged fields: an absent one reads as none and costs nothing.
    eligibleLeaderReplicas: version >= 2 && eligibleLeaderReplicas.length > 0 ? eligibleLeaderReplicas : null,
    lastKnownElr: version >= 2 && lastKnownElr.length > 0 ? lastKnownElr : null,
  }
  return { type: 'Partition', version, value }
}

function brokerRecord(broker: BrokerImage, metadataVersion: number): NewMetadataRecord {
  const version = registerBrokerRecordVersion(metadataVersion)
  const value = {
    brokerId: broker.id,
    isMigratingZkBroker: version >= 2 && broker.isMigratingZkBroker,
    incarnationId: broker.incarnationId,
    brokerEpoch: broker.epoch,
    endPoints: broker.endpoints,
    features: broker.features,
    rack: broker.rack,
    fenced: broker.fenced,
    inControlledShutdown: broker.inControlledShutdown,
    logDirs: version >= 3 ? broker.directories : [],
    cordonedLogDirs: version >= 4 ? broker.cordonedDirectories : null,
  } satisfies Omit<MetadataRecordValue<'RegisterBroker'>, '~input'>
  return { type: 'RegisterBroker', version, value }
}

function controllerRecord(controller: ControllerImage): NewMetadataRecord {
  const { id, incarnationId, zkMigrationReady, endpoints, features } = controller
  const value = { controllerId: id, incarnationId, zkMigrationReady, endPoints: endpoints, features }
  return { type: 'RegisterController', version: 0, value }
}
