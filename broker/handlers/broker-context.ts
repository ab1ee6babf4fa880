import type { Clock } from '../environment/clock.ts'
import type { Disk } from '../environment/disk.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { NodeConfigs } from '../metadata/configs/node-configs.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { HostedPartitions } from '../partitions/hosted-partitions.ts'
import type { Authorizer } from '../security/authorizer/authorizer.ts'
import type { ClientQuotas } from '../security/quotas/client-quotas.ts'
import type { ProducerIds } from '../transactions/producer-ids.ts'
import type { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import type { FetchSessions } from './fetch/fetch-sessions.ts'
import type { ReadMemory } from './fetch/read-memory.ts'

/** Where clients are told to find this broker. */
export interface AdvertisedNode {
  readonly id: number
  /** By the name of the listener: clients are sent to the one that they came by. */
  readonly endpoints: ReadonlyMap<string, { readonly host: string; readonly port: number }>
  readonly rack: string | null
}

/** The broker properties that handlers act on themselves; each is named after its property. */
export interface HandlerSettings {
  /** `auto.create.topics.enable` */
  readonly autoCreateTopics: boolean
  /** `fetch.max.bytes` */
  readonly fetchMaxBytes: number
  /** `offsets.topic.num.partitions`, for when `__consumer_offsets` is made. */
  readonly offsetsTopicPartitionCount: number
  /** `offsets.topic.segment.bytes`, likewise. */
  readonly offsetsTopicSegmentBytes: number
  /** For when `__transaction_state` is made. */
  readonly transactionTopic: {
    /** `transaction.state.log.num.partitions` */
    readonly partitionCount: number
    /** `transaction.state.log.segment.bytes` */
    readonly segmentBytes: number
  }
  /** `transaction.partition.verification.enable` */
  readonly verifiesTransactions: boolean
  readonly delegationTokens: {
    /** `delegation.token.secret.key`; without one there are no tokens. */
    readonly secretKey: string | null
    /** `delegation.token.max.lifetime.ms` */
    readonly maxLifetimeMs: bigint
    /** `delegation.token.expiry.time.ms` */
    readonly expiryTimeMs: bigint
  }
  /** Whether `group.coordinator.rebalance.protocols` has `consumer`. */
  readonly offersConsumerProtocol: boolean
}

/** What handlers ask. Put together once, by the program. */
export interface BrokerContext {
  readonly node: AdvertisedNode
  readonly settings: HandlerSettings
  readonly clock: Clock
  readonly disk: Disk
  /** Absolute path of the log directory. */
  readonly dataDirectory: string
  /** From whose point of view configs are resolved: this node's. */
  readonly nodeConfigs: NodeConfigs
  readonly metadata: MetadataStore
  readonly partitions: HostedPartitions
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly producerIds: ProducerIds
  readonly fetchSessions: FetchSessions
  readonly readMemory: ReadMemory
  /** Null where nobody is kept from anything. */
  readonly authorizer: Authorizer | null
  readonly clientQuotas: ClientQuotas
  readonly liveSettings: {
    /** Why the dynamic configs of this broker cannot be `values`; null when they can. Files that they name are read. */
    problemOf(image: MetadataImage, values: ReadonlyMap<string, string>): string | null
  }
}
