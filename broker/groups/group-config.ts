import { defaultConsumerGroupConfig, type ConsumerGroupConfig } from './consumer/consumer-group-config.ts'

/** The broker properties that concern groups. Each field names its property in `server.properties`. */
export interface GroupConfig {
  /** `group.min.session.timeout.ms` */
  readonly minSessionTimeoutMs: number
  /** `group.max.session.timeout.ms` */
  readonly maxSessionTimeoutMs: number
  /** `group.max.size`: members that a group may have. */
  readonly maxSize: number
  /** `group.initial.rebalance.delay.ms`: how long a new group waits for more members before its first rebalance. */
  readonly initialRebalanceDelayMs: number
  /** `offset.metadata.max.bytes` */
  readonly offsetMetadataMaxBytes: number
  /** `offsets.retention.minutes`, in milliseconds: how long the offsets of a group without members are kept. */
  readonly offsetsRetentionMs: number
  /** `offsets.retention.check.interval.ms` */
  readonly offsetsRetentionCheckIntervalMs: number
  /** Of groups of KIP-848. */
  readonly consumer: ConsumerGroupConfig
}

/** Kafka's own defaults. */
export const defaultGroupConfig: GroupConfig = {
  minSessionTimeoutMs: 6_000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 2_147_483_647,
  initialRebalanceDelayMs: 3_000,
  offsetMetadataMaxBytes: 4_096,
  offsetsRetentionMs: 7 * 24 * 60 * 60 * 1_000,
  offsetsRetentionCheckIntervalMs: 600_000,
  consumer: defaultConsumerGroupConfig,
}
