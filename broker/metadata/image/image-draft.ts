import type { MetadataRecord, MetadataRecordType, MetadataRecordValue } from '../records/metadata-records.ts'
import { requireReadableLevel } from '../features.ts'
import { ClusterDraft } from './cluster-draft.ts'
import { topicResource } from './config-resource.ts'
import { ConfigsDraft } from './configs-draft.ts'
import { DraftMap } from './draft-map.ts'
import { InconsistentMetadataError } from './inconsistent-metadata-error.ts'
import type { MetadataDelta } from './metadata-delta.ts'
import { MetadataImage } from './metadata-image.ts'
import { SecurityDraft } from './security-draft.ts'
import { TopicsDraft } from './topics-draft.ts'

/** Where in the log the records end that a draft has seen. */
export interface LogPosition {
  /** Behind the last record. */
  readonly endOffset: bigint
  /** Raft epoch of the last record. */
  readonly endEpoch: number
}

/** An image while records change it; `finish` gives the next image and what has changed. */
export class ImageDraft {
  readonly before: MetadataImage
  readonly topics: TopicsDraft
  readonly configs: ConfigsDraft
  readonly cluster: ClusterDraft
  readonly security: SecurityDraft
  readonly features: DraftMap<string, number>
  nextProducerId: bigint

  constructor(before: MetadataImage) {
    this.before = before
    this.topics = new TopicsDraft(before.topicsByName, before.topicsById)
    this.configs = new ConfigsDraft(before.configs)
    this.cluster = new ClusterDraft(before)
    this.security = new SecurityDraft(before.security)
    this.features = new DraftMap(before.features)
    this.nextProducerId = before.nextProducerId
  }

  /** @throws InconsistentMetadataError, UnsupportedFeatureError; the draft is then of no use. */
  replay(record: MetadataRecord): void {
    const replay = replayers[record.type] as (draft: ImageDraft, value: MetadataRecord['value']) => void
    replay(this, record.value)
  }

  finish(position: LogPosition): MetadataDelta {
    const topics = this.topics.finish()
    const configs = this.configs.finish()
    const cluster = this.cluster.finish()
    const security = this.security.finish()
    const after = new MetadataImage({
      ...position,
      topicsByName: topics.byName,
      topicsById: topics.byId,
      configs: configs.configs,
      brokers: cluster.brokers,
      controllers: cluster.controllers,
      features: this.features.freeze(),
      nextProducerId: this.nextProducerId,
      security: security.image,
    })
    return {
      before: this.before,
      after,
      createdTopics: topics.created,
      deletedTopics: topics.deleted,
      changedTopics: topics.changed,
      changedConfigs: configs.changed,
      removedAcls: security.removedAcls,
      addedAcls: security.addedAcls,
    }
  }
}

type Replayers = { readonly [T in MetadataRecordType]: (draft: ImageDraft, value: MetadataRecordValue<T>) => void }

const replayers: Replayers = {
  RegisterBroker: ({ cluster }, value) => cluster.registerBroker(value),
  UnregisterBroker: ({ cluster }, value) => cluster.unregisterBroker(value.brokerId),
  Topic: ({ topics }, value) => topics.add(value),
  Partition: ({ topics }, value) => topics.putPartition(value),
  Config: ({ configs }, value) => configs.apply(value),
  PartitionChange: ({ topics }, value) => topics.changePartition(value),
  FenceBroker: ({ cluster }, value) => cluster.setFenced(value, { fenced: true }),
  UnfenceBroker: ({ cluster }, value) => cluster.setFenced(value, { fenced: false }),
  RemoveTopic: ({ topics, configs }, value) => configs.removeAll(topicResource(topics.remove(value.topicId))),
  DelegationToken: ({ security }, value) => security.putDelegationToken(value),
  UserScramCredential: ({ security }, value) => security.putScramCredential(value),
  FeatureLevel: replayFeatureLevel,
  ClientQuota: ({ security }, value) => security.applyClientQuota(value),
  ProducerIds: (draft, value) => replayProducerIds(draft, value),
  BrokerRegistrationChange: ({ cluster }, value) => cluster.changeBroker(value),
  AccessControlEntry: ({ security }, value) => security.addAccessControlEntry(value),
  RemoveAccessControlEntry: ({ security }, value) => security.removeAccessControlEntry(value.id),
  NoOp: noEffect,
  // Apache Kafka 4 reads over it as well: a log that says anything but "none" cannot reach it.
  ZkMigrationState: noEffect,
  RemoveUserScramCredential: ({ security }, value) => security.removeScramCredential(value),
  // Transactions are the reader's business: what arrives here counts.
  BeginTransaction: misplaced,
  EndTransaction: misplaced,
  AbortTransaction: misplaced,
  RemoveDelegationToken: ({ security }, value) => security.removeDelegationToken(value.tokenId),
  RegisterController: ({ cluster }, value) => cluster.registerController(value),
  ClearElr: ({ topics }, value) => topics.clearElr(value.topicName),
  UnregisterController: ({ cluster }, value) => cluster.unregisterController(value.controllerId),
}

function noEffect(): void {}

function misplaced(): void {
  throw new InconsistentMetadataError('a record of a metadata transaction stands outside of any')
}

function replayProducerIds(target: { nextProducerId: bigint }, value: MetadataRecordValue<'ProducerIds'>): void {
  target.nextProducerId = value.nextProducerId
}

function replayFeatureLevel(
  { features }: ImageDraft,
  { name, featureLevel }: MetadataRecordValue<'FeatureLevel'>,
): void {
  // The level of kraft.version is raft's; records that claim it were written by mistake (KAFKA-18979).
  if (name === 'kraft.version') return
  requireReadableLevel(name, featureLevel)
  if (featureLevel === 0) features.delete(name)
  else features.set(name, featureLevel)
}
