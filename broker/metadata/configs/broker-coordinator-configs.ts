import { atLeastOne, atLeastZero, brokerConfig, clusterWide, intMax } from './broker-config.ts'
import type { ConfigDefinition } from './config-definition.ts'

/** The built-in assignors, by name and by their class in Apache Kafka. */
const assignorNames = [
  'uniform',
  'range',
  'org.apache.kafka.coordinator.group.assignor.UniformAssignor',
  'org.apache.kafka.coordinator.group.assignor.RangeAssignor',
]

/** Consumer groups and their offsets. */
export const brokerGroupConfigs: readonly ConfigDefinition[] = [
  brokerConfig('group.initial.rebalance.delay.ms', [
    'int',
    '3000',
    'How long the first rebalance of an empty group waits for more members, in milliseconds.',
  ]),
  brokerConfig('group.min.session.timeout.ms', [
    'int',
    '6000',
    'The shortest session timeout a member may ask for, in milliseconds.',
  ]),
  brokerConfig('group.max.session.timeout.ms', [
    'int',
    '1800000',
    'The longest session timeout a member may ask for, in milliseconds.',
  ]),
  brokerConfig('group.max.size', ['int', intMax, 'How many members a group may have.'], { valid: atLeastOne }),
  brokerConfig('group.coordinator.threads', ['int', '4', 'Accepted; this broker has one thread.'], {
    valid: atLeastOne,
  }),
  brokerConfig(
    'group.coordinator.append.linger.ms',
    ['int', '-1', 'How long writes of the coordinator are gathered, in milliseconds.'],
    {
      valid: { min: -1 },
    },
  ),
  brokerConfig('group.coordinator.rebalance.protocols', [
    'list',
    'classic,consumer,streams',
    'The group protocols that are offered, as far as this broker has them.',
  ]),
  brokerConfig(
    'group.consumer.session.timeout.ms',
    ['int', '45000', 'The session timeout of members of the consumer protocol, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.heartbeat.interval.ms',
    ['int', '5000', 'How often members of the consumer protocol report, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.max.size',
    ['int', intMax, 'How many members a group of the consumer protocol may have.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'group.consumer.assignors',
    ['list', 'uniform,range', 'The assignors of the consumer protocol; the first is for members that ask for none.'],
    { valid: { nonEmpty: true, choices: assignorNames } },
  ),
  brokerConfig(
    'group.consumer.migration.policy',
    ['string', 'bidirectional', 'Whether groups may move between the protocols while they live.'],
    { valid: { choices: ['disabled', 'upgrade', 'downgrade', 'bidirectional'], ignoresCase: true } },
  ),
  brokerConfig(
    'group.consumer.min.session.timeout.ms',
    ['int', '45000', 'The shortest session timeout that a group of the consumer protocol may have, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.max.session.timeout.ms',
    ['int', '60000', 'The longest session timeout that a group of the consumer protocol may have, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.min.heartbeat.interval.ms',
    ['int', '5000', 'The shortest heartbeat interval that a group of the consumer protocol may have, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.max.heartbeat.interval.ms',
    ['int', '15000', 'The longest heartbeat interval that a group of the consumer protocol may have, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'group.consumer.assignment.interval.ms',
    ['int', '1000', 'How long an assignment of the consumer protocol lasts at least, in milliseconds.'],
    { valid: atLeastZero, ...clusterWide },
  ),
  brokerConfig(
    'group.consumer.min.assignment.interval.ms',
    ['int', '0', 'The shortest assignment interval that a group may have, in milliseconds.'],
    { valid: atLeastZero },
  ),
  brokerConfig(
    'group.consumer.max.assignment.interval.ms',
    ['int', '15000', 'The longest assignment interval that a group may have, in milliseconds.'],
    { valid: atLeastZero },
  ),
  brokerConfig(
    'group.consumer.regex.refresh.interval.ms',
    ['int', '600000', 'How often the topics of subscriptions by expression are looked through, in milliseconds.'],
    { valid: { min: 10_000 } },
  ),
  brokerConfig(
    'offsets.topic.num.partitions',
    ['int', '50', 'How many partitions __consumer_offsets gets when it is made.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'offsets.topic.replication.factor',
    ['short', '3', 'How many replicas __consumer_offsets gets; no more than there are brokers.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'offsets.topic.segment.bytes',
    ['int', '104857600', 'The segment size of __consumer_offsets, in bytes.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('offsets.topic.compression.codec', [
    'int',
    '0',
    'The codec of __consumer_offsets, as a number; 0 is none.',
  ]),
  brokerConfig(
    'offsets.retention.minutes',
    ['int', '10080', 'How long offsets of an empty group are kept, in minutes.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'offsets.retention.check.interval.ms',
    ['long', '600000', 'How often expired offsets are looked for, in milliseconds.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('offset.metadata.max.bytes', [
    'int',
    '4096',
    'How long the metadata of a committed offset may be, in bytes.',
  ]),
  brokerConfig(
    'offsets.load.buffer.size',
    ['int', '5242880', 'How much of __consumer_offsets is read at once, in bytes.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'offsets.commit.timeout.ms',
    ['int', '5000', 'How long a commit of offsets may take, in milliseconds.'],
    {
      valid: atLeastOne,
    },
  ),
]

/** Transactions, idempotent producers, share groups. */
export const brokerTransactionConfigs: readonly ConfigDefinition[] = [
  brokerConfig('transaction.max.timeout.ms', ['int', '900000', 'The longest transaction timeout, in milliseconds.'], {
    valid: atLeastOne,
  }),
  brokerConfig(
    'transactional.id.expiration.ms',
    ['int', '604800000', 'How long an unused transactional id is kept, in milliseconds.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('transaction.state.log.num.partitions', ['int', '50', 'How many partitions __transaction_state gets.'], {
    valid: atLeastOne,
  }),
  brokerConfig(
    'transaction.state.log.replication.factor',
    ['short', '3', 'How many replicas __transaction_state gets; no more than there are brokers.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('transaction.state.log.min.isr', ['int', '2', 'min.insync.replicas of __transaction_state.'], {
    valid: atLeastOne,
  }),
  brokerConfig(
    'transaction.state.log.segment.bytes',
    ['int', '104857600', 'The segment size of __transaction_state, in bytes.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'transaction.state.log.load.buffer.size',
    ['int', '5242880', 'How much of __transaction_state is read at once, in bytes.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('transaction.abort.timed.out.transaction.cleanup.interval.ms', [
    'int',
    '10000',
    'How often transactions that have timed out are looked for, in milliseconds.',
  ]),
  brokerConfig('transaction.remove.expired.transaction.cleanup.interval.ms', [
    'int',
    '3600000',
    'How often expired transactional ids are looked for, in milliseconds.',
  ]),
  brokerConfig(
    'transaction.partition.verification.enable',
    ['boolean', 'true', 'Whether a transactional write is checked against its transaction.'],
    clusterWide,
  ),
  brokerConfig('transaction.two.phase.commit.enable', [
    'boolean',
    'false',
    'Whether transactions may wait for an outer coordinator.',
  ]),
  brokerConfig(
    'producer.id.expiration.ms',
    ['int', '86400000', 'How long an idle producer id is remembered, in milliseconds.'],
    {
      ...clusterWide,
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'producer.id.expiration.check.interval.ms',
    ['int', '600000', 'How often expired producer ids are looked for, in milliseconds.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'share.coordinator.state.topic.num.partitions',
    ['int', '50', 'How many partitions __share_group_state gets.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig(
    'share.coordinator.state.topic.replication.factor',
    ['short', '3', 'How many replicas __share_group_state gets.'],
    {
      valid: atLeastOne,
    },
  ),
  brokerConfig('share.coordinator.state.topic.min.isr', ['short', '2', 'min.insync.replicas of __share_group_state.'], {
    valid: atLeastOne,
  }),
]

/** What several brokers do among themselves; one broker alone accepts it. */
export const brokerReplicationConfigs: readonly ConfigDefinition[] = [
  brokerConfig('num.replica.fetchers', ['int', '1', 'How many threads copy from each leader.'], clusterWide),
  brokerConfig('replica.lag.time.max.ms', [
    'long',
    '30000',
    'After how long a replica that lags leaves the ISR, in milliseconds.',
  ]),
  brokerConfig(
    'replica.fetch.max.bytes',
    ['int', '1048576', 'How much a replica fetches of a partition at once, in bytes.'],
    {
      valid: atLeastZero,
    },
  ),
  brokerConfig('replica.fetch.min.bytes', ['int', '1', 'How much a fetch of a replica waits for, in bytes.']),
  brokerConfig(
    'replica.fetch.response.max.bytes',
    ['int', '10485760', 'How much a replica fetches at once, in bytes.'],
    {
      valid: atLeastZero,
    },
  ),
  brokerConfig('replica.fetch.wait.max.ms', ['int', '500', 'How long a fetch of a replica waits, in milliseconds.']),
  brokerConfig(
    'replica.fetch.backoff.ms',
    ['int', '1000', 'How long a replica waits after a failed fetch, in milliseconds.'],
    {
      valid: atLeastZero,
    },
  ),
  brokerConfig('replica.socket.timeout.ms', [
    'int',
    '30000',
    'How long a fetch of a replica may take, in milliseconds.',
  ]),
  brokerConfig('replica.socket.receive.buffer.bytes', ['int', '65536', 'The receive buffer of replicas, in bytes.']),
  brokerConfig('replica.high.watermark.checkpoint.interval.ms', [
    'long',
    '5000',
    'How often high watermarks are noted on disk, in milliseconds.',
  ]),
  brokerConfig('replica.selector.class', [
    'string',
    null,
    'A Java class that chooses replicas to read from; not possible here.',
  ]),
  brokerConfig('auto.leader.rebalance.enable', [
    'boolean',
    'true',
    'Whether leadership returns to the preferred replica.',
  ]),
  brokerConfig(
    'leader.imbalance.check.interval.seconds',
    ['long', '300', 'How often leaders are rebalanced, in seconds.'],
    {
      valid: atLeastOne,
    },
  ),
]
