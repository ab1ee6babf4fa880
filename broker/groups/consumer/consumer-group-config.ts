/** Whether groups may change between the protocols while members are in them: `group.consumer.migration.policy`. */
export type MigrationPolicy = 'disabled' | 'upgrade' | 'downgrade' | 'bidirectional'

/** The broker properties that concern groups of KIP-848, each under its name in `server.properties`. */
export interface ConsumerGroupConfig {
  /** `group.consumer.max.size` */
  readonly maxSize: number
  /** `group.consumer.session.timeout.ms`; a group can have its own. */
  readonly sessionTimeoutMs: number
  /** `group.consumer.heartbeat.interval.ms`; a group can have its own. */
  readonly heartbeatIntervalMs: number
  /** `group.consumer.assignment.interval.ms` (KIP-1263): how long new targets count at least; a group can have its own. */
  readonly assignmentIntervalMs: number
  /** `group.consumer.regex.refresh.interval.ms`: how long expressions stand for the same topics at most. */
  readonly regexRefreshIntervalMs: number
  /** `group.consumer.assignors`: the names that members can ask for; the first is for those that ask for none. */
  readonly assignors: readonly string[]
  readonly migrationPolicy: MigrationPolicy
}

/** Kafka's own defaults. */
export const defaultConsumerGroupConfig: ConsumerGroupConfig = {
  maxSize: 2_147_483_647,
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5_000,
  assignmentIntervalMs: 1_000,
  regexRefreshIntervalMs: 600_000,
  assignors: ['uniform', 'range'],
  migrationPolicy: 'bidirectional',
}
