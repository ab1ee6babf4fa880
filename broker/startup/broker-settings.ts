import { isIP } from 'node:net'
import type { MigrationPolicy } from '../groups/consumer/consumer-group-config.ts'
import type { GroupConfig } from '../groups/group-config.ts'
import type { HandlerSettings } from '../handlers/broker-context.ts'
import { brokerConfigs } from '../metadata/configs/broker-configs.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { listMembers } from '../metadata/configs/validate-config.ts'
import type { RateWindows } from '../security/quotas/sampled-rate.ts'
import { clientAddress } from '../server/client-address.ts'
import type { TransactionConfig } from '../transactions/transaction-config.ts'
import { StartFailure } from './start-failure.ts'

/** The broker properties that are fixed while it runs, as values. */
export interface BrokerSettings {
  readonly handlers: HandlerSettings
  readonly groups: GroupConfig
  readonly transactions: TransactionConfig
  readonly server: {
    /** `socket.request.max.bytes` */
    readonly maxRequestBytes: number
    /** `queued.max.request.bytes`; Infinity for no limit. */
    readonly maxQueuedBytes: number
    /** `connections.max.idle.ms` */
    readonly maxIdleMs: number
    /** `max.connections` */
    readonly maxConnections: number
    /** `max.connection.creation.rate` */
    readonly maxCreationRate: number
    /** `max.connections.per.ip` */
    readonly maxPerAddress: number
    /** `max.connections.per.ip.overrides` */
    readonly maxByAddress: ReadonlyMap<string, number>
  }
  readonly log: {
    /** `log.initial.task.delay.ms` */
    readonly initialTaskDelayMs: number
    /** `log.retention.check.interval.ms` */
    readonly retentionCheckIntervalMs: number
    /** `log.flush.offset.checkpoint.interval.ms` */
    readonly checkpointIntervalMs: number
    /** `log.cleaner.enable` */
    readonly isCleanerEnabled: boolean
    /** `log.cleaner.backoff.ms` */
    readonly cleanerBackoffMs: number
    /** `log.cleaner.io.max.bytes.per.second` */
    readonly cleanerMaxBytesPerSecond: number
    /** `producer.id.expiration.ms` */
    readonly producerIdExpirationMs: number
  }
  readonly quotas: {
    /** `quota.window.num` and `quota.window.size.seconds` */
    readonly windows: RateWindows
    /** `controller.quota.window.num` and `controller.quota.window.size.seconds` */
    readonly controllerWindows: RateWindows
  }
  /** `delegation.token.expiry.check.interval.ms` */
  readonly tokenExpiryCheckIntervalMs: number
  readonly fetchSessions: {
    /** `max.incremental.fetch.session.cache.slots` */
    readonly maxSessions: number
  }
}

/** Fills in Kafka's defaults. The properties were checked before. */
export function brokerSettings(configs: StaticConfigs): BrokerSettings {
  const { text, number, boolean, list } = readers(configs)
  const windows = (prefix: string) => {
    return { count: number(`${prefix}.num`), sizeMs: number(`${prefix}.size.seconds`) * 1000 }
  }
  return {
    handlers: handlerSettings(configs),
    groups: {
      minSessionTimeoutMs: number('group.min.session.timeout.ms'),
      maxSessionTimeoutMs: number('group.max.session.timeout.ms'),
      maxSize: number('group.max.size'),
      initialRebalanceDelayMs: number('group.initial.rebalance.delay.ms'),
      offsetMetadataMaxBytes: number('offset.metadata.max.bytes'),
      offsetsRetentionMs: number('offsets.retention.minutes') * 60_000,
      offsetsRetentionCheckIntervalMs: number('offsets.retention.check.interval.ms'),
      consumer: {
        maxSize: number('group.consumer.max.size'),
        sessionTimeoutMs: number('group.consumer.session.timeout.ms'),
        heartbeatIntervalMs: number('group.consumer.heartbeat.interval.ms'),
        assignmentIntervalMs: number('group.consumer.assignment.interval.ms'),
        regexRefreshIntervalMs: number('group.consumer.regex.refresh.interval.ms'),
        assignors: list('group.consumer.assignors').map(assignorName),
        migrationPolicy: migrationPolicyOf(text('group.consumer.migration.policy')),
      },
    },
    transactions: {
      maxTimeoutMs: number('transaction.max.timeout.ms'),
      transactionalIdExpirationMs: number('transactional.id.expiration.ms'),
      abortTimedOutIntervalMs: number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
      removeExpiredIntervalMs: number('transaction.remove.expired.transaction.cleanup.interval.ms'),
    },
    server: {
      maxRequestBytes: number('socket.request.max.bytes'),
      maxQueuedBytes: limitOf(number('queued.max.request.bytes')),
      maxIdleMs: number('connections.max.idle.ms'),
      maxConnections: number('max.connections'),
      maxCreationRate: number('max.connection.creation.rate'),
      maxPerAddress: number('max.connections.per.ip'),
      maxByAddress: connectionOverrides(text('max.connections.per.ip.overrides')),
    },
    log: {
      initialTaskDelayMs: number('log.initial.task.delay.ms'),
      retentionCheckIntervalMs: number('log.retention.check.interval.ms'),
      checkpointIntervalMs: number('log.flush.offset.checkpoint.interval.ms'),
      isCleanerEnabled: boolean('log.cleaner.enable'),
      cleanerBackoffMs: number('log.cleaner.backoff.ms'),
      cleanerMaxBytesPerSecond: number('log.cleaner.io.max.bytes.per.second'),
      producerIdExpirationMs: number('producer.id.expiration.ms'),
    },
    quotas: {
      windows: windows('quota.window'),
      controllerWindows: windows('controller.quota.window'),
    },
    tokenExpiryCheckIntervalMs: number('delegation.token.expiry.check.interval.ms'),
    fetchSessions: { maxSessions: number('max.incremental.fetch.session.cache.slots') },
  }
}

function handlerSettings(configs: StaticConfigs): HandlerSettings {
  const { text, number, boolean, list } = readers(configs)
  return {
    autoCreateTopics: boolean('auto.create.topics.enable'),
    fetchMaxBytes: number('fetch.max.bytes'),
    offsetsTopicPartitionCount: number('offsets.topic.num.partitions'),
    offsetsTopicSegmentBytes: number('offsets.topic.segment.bytes'),
    transactionTopic: {
      partitionCount: number('transaction.state.log.num.partitions'),
      segmentBytes: number('transaction.state.log.segment.bytes'),
    },
    delegationTokens: {
      secretKey: configs.has('delegation.token.secret.key') ? text('delegation.token.secret.key') : null,
      maxLifetimeMs: BigInt(text('delegation.token.max.lifetime.ms')),
      expiryTimeMs: BigInt(text('delegation.token.expiry.time.ms')),
    },
    verifiesTransactions: boolean('transaction.partition.verification.enable'),
    offersConsumerProtocol: list('group.coordinator.rebalance.protocols').some(
      (name) => name.toLowerCase() === 'consumer',
    ),
  }
}

/** Properties by name, with Kafka's defaults filled in. */
function readers(configs: StaticConfigs) {
  const text = (name: string): string => {
    const definition = brokerConfigs.get(name)
    if (definition === undefined) throw new Error(`${name} is not a broker config`)
    return (configs.get(name) ?? definition.defaultValue ?? '').trim()
  }
  return {
    text,
    number: (name: string): number => Number(text(name)),
    boolean: (name: string): boolean => text(name).toLowerCase() === 'true',
    list: (name: string): readonly string[] =>
      text(name)
        .split(',')
        .map((each) => each.trim()),
  }
}

/** Zero and less stand for no limit. */
function limitOf(value: number): number {
  return value <= 0 ? Infinity : value
}

/** The built-in assignors may be called by their names or by their classes in Apache Kafka. */
function assignorName(name: string): string {
  if (name === 'org.apache.kafka.coordinator.group.assignor.UniformAssignor') return 'uniform'
  return name === 'org.apache.kafka.coordinator.group.assignor.RangeAssignor' ? 'range' : name
}

function migrationPolicyOf(text: string): MigrationPolicy {
  const policies: readonly MigrationPolicy[] = ['disabled', 'upgrade', 'downgrade', 'bidirectional']
  return policies.find((policy) => policy === text.toLowerCase()) ?? 'bidirectional'
}

/** `host:number` each. @throws StartFailure */
function connectionOverrides(text: string): ReadonlyMap<string, number> {
  return new Map(
    listMembers(text).map((member): [string, number] => {
      const [, host, count] = /^\[?(.+?)\]?:(\d{1,9})$/.exec(member) ?? []
      if (host === undefined) {
        const why = `max.connections.per.ip.overrides holds '${member}', which is not of the form address:number.`
        throw new StartFailure('configuration', why)
      }
      return [isIP(host) === 0 ? host : clientAddress(host), Number(count)]
    }),
  )
}
