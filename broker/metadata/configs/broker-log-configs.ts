import { atLeastOne, atLeastZero, brokerConfig, clusterWide, longMax } from './broker-config.ts'
import type { ConfigDefinition } from './config-definition.ts'

const perTopic = { updateMode: 'cluster-wide' } as const

/** Where logs lie, and what topics inherit that set nothing themselves. */
export const brokerLogConfigs: readonly ConfigDefinition[] = [
  brokerConfig('log.dir', ['list', '/tmp/kafka-logs', 'The data directory, where log.dirs is not set.']),
  brokerConfig('log.dirs', ['list', null, 'The data directories. This broker has one.']),
  brokerConfig(
    'num.partitions',
    ['int', '1', 'How many partitions a topic gets that is created without a number, or by being used.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'default.replication.factor',
    ['int', '1', 'How many replicas a topic gets that is created without a number.'],
    { valid: atLeastOne },
  ),
  brokerConfig('auto.create.topics.enable', [
    'boolean',
    'true',
    'Whether a topic comes into being when a client uses it.',
  ]),
  brokerConfig('delete.topic.enable', ['boolean', 'true', 'Whether topics can be deleted.']),
  brokerConfig('log.segment.bytes', ['int', '1073741824', 'The size of a segment file in bytes.'], {
    ...perTopic,
    valid: { min: 1024 ** 2 },
  }),
  brokerConfig(
    'log.roll.ms',
    ['long', null, 'After how long a segment is closed, in milliseconds; log.roll.hours where it is not set.'],
    perTopic,
  ),
  brokerConfig('log.roll.hours', ['int', '168', 'After how long a segment is closed, in hours.'], {
    valid: atLeastOne,
  }),
  brokerConfig(
    'log.roll.jitter.ms',
    ['long', null, 'By how much closing a segment is brought forward at random, in milliseconds.'],
    perTopic,
  ),
  brokerConfig(
    'log.roll.jitter.hours',
    ['int', '0', 'By how much closing a segment is brought forward at random, in hours.'],
    { valid: atLeastZero },
  ),
  brokerConfig(
    'log.retention.ms',
    ['long', null, 'How long records are kept, in milliseconds. -1 keeps them whatever their age.'],
    perTopic,
  ),
  brokerConfig('log.retention.minutes', [
    'int',
    null,
    'How long records are kept, in minutes, where log.retention.ms is not set.',
  ]),
  brokerConfig('log.retention.hours', [
    'int',
    '168',
    'How long records are kept, in hours, where neither log.retention.ms nor log.retention.minutes is set.',
  ]),
  brokerConfig(
    'log.retention.bytes',
    ['long', '-1', 'How large a partition may grow before its oldest segments go, in bytes. -1 sets no limit.'],
    perTopic,
  ),
  brokerConfig(
    'log.retention.check.interval.ms',
    ['long', '300000', 'How often segments that have expired are looked for, in milliseconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'log.initial.task.delay.ms',
    ['long', '30000', 'How long after a start expired segments are looked for at first, in milliseconds.'],
    { valid: atLeastZero, isInternal: true },
  ),
  brokerConfig('log.cleanup.policy', ['list', 'delete', 'What happens to old records: delete, compact, or both.'], {
    ...perTopic,
    valid: { choices: ['compact', 'delete'] },
  }),
  brokerConfig(
    'log.index.size.max.bytes',
    ['int', '10485760', 'How large the index of a segment may become, in bytes.'],
    {
      ...perTopic,
      valid: { min: 4 },
    },
  ),
  brokerConfig('log.index.interval.bytes', ['int', '4096', 'How many bytes lie between two entries of an index.'], {
    ...perTopic,
    valid: atLeastZero,
  }),
  brokerConfig('log.flush.interval.messages', ['long', longMax, 'After how many records an fsync is forced.'], {
    ...perTopic,
    valid: atLeastOne,
  }),
  brokerConfig(
    'log.flush.interval.ms',
    ['long', null, 'After how long an fsync is forced, in milliseconds.'],
    perTopic,
  ),
  brokerConfig('log.flush.scheduler.interval.ms', [
    'long',
    longMax,
    'How often logs are looked at for an fsync that is due, in milliseconds.',
  ]),
  brokerConfig(
    'log.flush.offset.checkpoint.interval.ms',
    ['int', '60000', 'How often it is noted up to where logs are safe on disk, in milliseconds.'],
    { valid: atLeastZero },
  ),
  brokerConfig(
    'log.flush.start.offset.checkpoint.interval.ms',
    ['int', '60000', 'How often the start offsets of logs are noted, in milliseconds.'],
    { valid: atLeastZero },
  ),
  brokerConfig(
    'log.segment.delete.delay.ms',
    ['long', '60000', 'How long a deleted segment stays on disk under another name, in milliseconds.'],
    { ...perTopic, valid: atLeastZero },
  ),
  brokerConfig(
    'log.preallocate',
    ['boolean', 'false', 'Whether the file of a new segment gets its full size at once.'],
    perTopic,
  ),
  brokerConfig(
    'log.message.timestamp.type',
    ['string', 'CreateTime', 'Whether records carry the time of their producer or of their append.'],
    { ...perTopic, valid: { choices: ['CreateTime', 'LogAppendTime'] } },
  ),
  brokerConfig(
    'log.message.timestamp.before.max.ms',
    ['long', longMax, 'How far a timestamp may lie in the past, in milliseconds.'],
    { ...perTopic, valid: atLeastZero },
  ),
  brokerConfig(
    'log.message.timestamp.after.max.ms',
    ['long', '3600000', 'How far a timestamp may lie in the future, in milliseconds.'],
    { ...perTopic, valid: atLeastZero },
  ),
  brokerConfig(
    'log.local.retention.ms',
    ['long', '-2', 'How long tiered topics keep segments locally, in milliseconds.'],
    {
      ...perTopic,
      valid: { min: -2 },
    },
  ),
  brokerConfig('log.local.retention.bytes', ['long', '-2', 'How many bytes tiered topics keep locally.'], {
    ...perTopic,
    valid: { min: -2 },
  }),
  brokerConfig(
    'message.max.bytes',
    ['int', '1048588', 'How large a record batch may be, in bytes, after compression.'],
    {
      ...perTopic,
      valid: atLeastZero,
    },
  ),
  brokerConfig('compression.type', ['string', 'producer', 'The codec in which batches are stored.'], {
    ...perTopic,
    valid: { choices: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] },
  }),
  brokerConfig('compression.gzip.level', ['int', '-1', 'How hard gzip tries.'], {
    ...perTopic,
    valid: { min: 1, max: 9, besides: -1 },
  }),
  brokerConfig('compression.lz4.level', ['int', '9', 'How hard lz4 tries.'], {
    ...perTopic,
    valid: { min: 1, max: 17 },
  }),
  brokerConfig('compression.zstd.level', ['int', '3', 'How hard zstd tries.'], {
    ...perTopic,
    valid: { min: -131072, max: 22 },
  }),
  brokerConfig('min.insync.replicas', ['int', '1', 'How many replicas acks=all wants in sync.'], {
    ...perTopic,
    valid: atLeastOne,
  }),
  brokerConfig(
    'unclean.leader.election.enable',
    ['boolean', 'false', 'Whether a replica that lags may lead when no other is left, which loses records.'],
    perTopic,
  ),
  brokerConfig('num.recovery.threads.per.data.dir', ['int', '2', 'Accepted; recovery here runs in one thread.'], {
    ...clusterWide,
    valid: atLeastOne,
  }),
]

/** Compaction. */
export const brokerCleanerConfigs: readonly ConfigDefinition[] = [
  brokerConfig('log.cleaner.enable', [
    'boolean',
    'true',
    'Whether compaction runs. Kafka 4 means to remove the switch.',
  ]),
  brokerConfig('log.cleaner.threads', ['int', '1', 'Accepted; compaction here runs in steps beside the rest.'], {
    ...clusterWide,
    valid: atLeastZero,
  }),
  brokerConfig(
    'log.cleaner.backoff.ms',
    ['long', '15000', 'How long compaction rests when it finds nothing, in milliseconds.'],
    {
      ...clusterWide,
      valid: atLeastZero,
    },
  ),
  brokerConfig(
    'log.cleaner.dedupe.buffer.size',
    ['long', '134217728', 'Accepted; one round of compaction knows two million keys or 128 MiB of them.'],
    clusterWide,
  ),
  brokerConfig(
    'log.cleaner.io.buffer.size',
    ['int', '524288', 'Accepted; compaction here works in steps of a mebibyte.'],
    {
      ...clusterWide,
      valid: atLeastZero,
    },
  ),
  brokerConfig(
    'log.cleaner.io.buffer.load.factor',
    ['double', '0.9', 'Accepted; the keys of compaction have no buffer of a fixed size here.'],
    clusterWide,
  ),
  brokerConfig(
    'log.cleaner.io.max.bytes.per.second',
    ['double', '1.7976931348623157E308', 'How many bytes a second compaction may read and write.'],
    clusterWide,
  ),
  brokerConfig(
    'log.cleaner.delete.retention.ms',
    ['long', '86400000', 'How long tombstones are kept, in milliseconds.'],
    {
      ...perTopic,
      valid: atLeastZero,
    },
  ),
  brokerConfig(
    'log.cleaner.min.compaction.lag.ms',
    ['long', '0', 'How long a record is safe from compaction, in milliseconds.'],
    {
      ...perTopic,
      valid: atLeastZero,
    },
  ),
  brokerConfig(
    'log.cleaner.max.compaction.lag.ms',
    ['long', longMax, 'After how long compaction must have seen a record, in milliseconds.'],
    { ...perTopic, valid: atLeastOne },
  ),
  brokerConfig(
    'log.cleaner.min.cleanable.ratio',
    ['double', '0.5', 'The part of a log that must not have been compacted yet before compaction starts.'],
    { ...perTopic, valid: { min: 0, max: 1 } },
  ),
]
