import type { GroupLogRecord } from '../group-storage.ts'
import type { Assignor } from './assignors/assignor.ts'
import { rangeAssignor } from './assignors/range-assignor.ts'
import { uniformAssignor } from './assignors/uniform-assignor.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { TopicDirectory } from './topic-directory.ts'

/** The broker properties that concern groups of KIP-848, each under its name in `server.properties`. */
export interface ConsumerGroupConfig {
  /** `group.consumer.max.size` */
  readonly maxSize: number
  /** `group.consumer.session.timeout.ms` */
  readonly sessionTimeoutMs: number
  /** `group.consumer.heartbeat.interval.ms` */
  readonly heartbeatIntervalMs: number
}

/** Kafka's own defaults. */
export const defaultConsumerGroupConfig: ConsumerGroupConfig = {
  maxSize: 2_147_483_647,
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5_000,
}

export interface ConsumerStepContext {
  readonly nowMs: number
  readonly config: ConsumerGroupConfig
  readonly topics: TopicDirectory
}

/** A clock that a group has asked for. At most one of each kind and member runs at a time. */
export type ConsumerTimer =
  /** The member must be heard of. */
  | { readonly kind: 'session'; readonly memberId: string }
  /** The member must have given up its partitions, unless it is in another epoch by then. */
  | { readonly kind: 'revocation'; readonly memberId: string; readonly memberEpoch: number }

/** What is to be done beside taking the new state over. Nothing holds before `write` has succeeded. */
export type ConsumerEffect =
  /** All or none, in this order. At most once a step. */
  | { readonly kind: 'write'; readonly records: readonly GroupLogRecord[] }
  | { readonly kind: 'set-timer'; readonly timer: ConsumerTimer; readonly delayMs: number }
  | { readonly kind: 'cancel-timer'; readonly timer: Pick<ConsumerTimer, 'kind' | 'memberId'> }

export interface ConsumerStep {
  readonly group: ConsumerGroup
  readonly effects: readonly ConsumerEffect[]
}

/** By the names that members ask for them. */
export const assignors: ReadonlyMap<string, Assignor> = new Map([
  ['uniform', uniformAssignor],
  ['range', rangeAssignor],
])

/** Kafka's default: the first of `group.consumer.assignors`. */
export const defaultAssignorName = 'uniform'
