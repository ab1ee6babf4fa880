import type { MetadataRecordValue } from '../records/metadata-records.ts'
import type { BrokerImage, ControllerImage } from './broker-image.ts'
import { configResourceKey, type ConfigResource } from './config-resource.ts'
import type { PartitionImage, TopicImage } from './topic-image.ts'

export interface ResourceConfigs {
  readonly resource: ConfigResource
  /** Dynamic configs only: what somebody has set, by name. */
  readonly values: ReadonlyMap<string, string>
}

/** What is kept for Apache Kafka's sake, record by record, though this broker does not act on it yet. */
export interface SecurityImage {
  /** By ACL id. */
  readonly accessControlEntries: ReadonlyMap<string, MetadataRecordValue<'AccessControlEntry'>>
  /** By `mechanism:user`. */
  readonly scramCredentials: ReadonlyMap<string, MetadataRecordValue<'UserScramCredential'>>
  /** By token id. */
  readonly delegationTokens: ReadonlyMap<string, MetadataRecordValue<'DelegationToken'>>
  /** By entity and quota name. */
  readonly clientQuotas: ReadonlyMap<string, MetadataRecordValue<'ClientQuota'>>
}

/** The members of a `MetadataImage`; see there. */
export interface MetadataImageContents {
  readonly endOffset: bigint
  readonly endEpoch: number
  readonly topicsByName: ReadonlyMap<string, TopicImage>
  readonly topicsById: ReadonlyMap<string, TopicImage>
  readonly configs: ReadonlyMap<string, ResourceConfigs>
  readonly brokers: ReadonlyMap<number, BrokerImage>
  readonly controllers: ReadonlyMap<number, ControllerImage>
  readonly features: ReadonlyMap<string, number>
  readonly nextProducerId: bigint
  readonly security: SecurityImage
}

const noConfigs: ReadonlyMap<string, string> = new Map()

/**
 * The state of the cluster after some prefix of the metadata log. Immutable: whoever holds one sees the same cluster
 * for ever, and consecutive images share every part that has not changed.
 *
 * Invariants: `topicsByName` and `topicsById` hold the same topics; a topic's partitions have no gaps; `configs` has no
 * empty entries.
 */
export class MetadataImage {
  /** The offset behind the last record of the prefix. */
  readonly endOffset: bigint
  /** The raft epoch of the last record of the prefix. */
  readonly endEpoch: number
  readonly topicsByName: ReadonlyMap<string, TopicImage>
  readonly topicsById: ReadonlyMap<string, TopicImage>
  /** By `configResourceKey`. */
  readonly configs: ReadonlyMap<string, ResourceConfigs>
  readonly brokers: ReadonlyMap<number, BrokerImage>
  readonly controllers: ReadonlyMap<number, ControllerImage>
  /** Finalized levels, `metadata.version` among them. */
  readonly features: ReadonlyMap<string, number>
  /** The first producer id that has not been given to any broker. */
  readonly nextProducerId: bigint
  readonly security: SecurityImage

  constructor(contents: MetadataImageContents) {
    this.endOffset = contents.endOffset
    this.endEpoch = contents.endEpoch
    this.topicsByName = contents.topicsByName
    this.topicsById = contents.topicsById
    this.configs = contents.configs
    this.brokers = contents.brokers
    this.controllers = contents.controllers
    this.features = contents.features
    this.nextProducerId = contents.nextProducerId
    this.security = contents.security
  }

  static readonly empty = new MetadataImage({
    endOffset: 0n,
    endEpoch: 0,
    topicsByName: new Map(),
    topicsById: new Map(),
    configs: new Map(),
    brokers: new Map(),
    controllers: new Map(),
    features: new Map(),
    nextProducerId: 0n,
    security: {
      accessControlEntries: new Map(),
      scramCredentials: new Map(),
      delegationTokens: new Map(),
      clientQuotas: new Map(),
    },
  })

  /** The level of `metadata.version`, or 0 before the log has set one. */
  get metadataVersion(): number {
    return this.features.get('metadata.version') ?? 0
  }

  topic(name: string): TopicImage | undefined {
    return this.topicsByName.get(name)
  }

  topicById(id: string): TopicImage | undefined {
    return this.topicsById.get(id)
  }

  partition(topicName: string, partition: number): PartitionImage | undefined {
    return this.topicsByName.get(topicName)?.partitions[partition]
  }

  /** The dynamic configs of `resource`; empty when nothing was set. */
  configsOf(resource: ConfigResource): ReadonlyMap<string, string> {
    return this.configs.get(configResourceKey(resource))?.values ?? noConfigs
  }
}
