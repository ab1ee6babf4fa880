import type { ConfigSynonym, ConfigType, TopicConfigDefinition, ValidValues } from './config-definition.ts'

/*
 * Every config that a topic of Kafka 4.3 can have. Defaults and bounds are Kafka's; so are the broker configs that stand
 * in where a topic sets nothing (`org.apache.kafka.server.config.ServerTopicConfigSynonyms`).
 */

interface Details {
  readonly documentation: string
  readonly valid?: ValidValues
  /** Names of broker configs in the same unit, or pairs of a name and what one of its units is in the topic's. */
  readonly synonyms?: readonly (string | readonly [name: string, factor: number])[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const longMax = '9223372036854775807'

function topicConfig(
  name: string,
  [type, defaultValue]: readonly [ConfigType, string],
  details: Details,
): TopicConfigDefinition {
  const synonyms = (details.synonyms ?? []).map((synonym): ConfigSynonym =>
    typeof synonym === 'string' ? { name: synonym, factor: 1 } : { name: synonym[0], factor: synonym[1] },
  )
  const { documentation, valid } = details
  return { name, type, defaultValue, documentation, valid: valid ?? {}, updateMode: 'cluster-wide', synonyms }
}

const retention: readonly TopicConfigDefinition[] = [
  topicConfig('cleanup.policy', ['list', 'delete'], {
    valid: { choices: ['compact', 'delete'] },
    synonyms: ['log.cleanup.policy'],
    documentation:
      'What happens to old records: "delete" drops segments by age and size, "compact" keeps the newest record of each key, both together do both. Without any, records are kept for ever.',
  }),
  topicConfig('retention.ms', ['long', String(7 * dayMs)], {
    valid: { min: -1 },
    synonyms: ['log.retention.ms', ['log.retention.minutes', minuteMs], ['log.retention.hours', hourMs]],
    documentation:
      'How long records are kept, in milliseconds, where the cleanup policy has "delete". -1 keeps them whatever their age.',
  }),
  topicConfig('retention.bytes', ['long', '-1'], {
    synonyms: ['log.retention.bytes'],
    documentation:
      'How large a partition may grow, in bytes, before its oldest segments go, where the cleanup policy has "delete". It counts per partition. -1 sets no limit.',
  }),
  topicConfig('delete.retention.ms', ['long', String(dayMs)], {
    valid: { min: 0 },
    synonyms: ['log.cleaner.delete.retention.ms'],
    documentation:
      'How long a compacted topic keeps tombstones (records without a value) after compaction has met them, in milliseconds: the time in which a reader from the start can still learn of the deletion.',
  }),
  topicConfig('min.compaction.lag.ms', ['long', '0'], {
    valid: { min: 0 },
    synonyms: ['log.cleaner.min.compaction.lag.ms'],
    documentation: 'How long a record is safe from compaction, in milliseconds.',
  }),
  topicConfig('max.compaction.lag.ms', ['long', longMax], {
    valid: { min: 1 },
    synonyms: ['log.cleaner.max.compaction.lag.ms'],
    documentation: 'After how long a record must have been looked at by compaction, in milliseconds.',
  }),
  topicConfig('min.cleanable.dirty.ratio', ['double', '0.5'], {
    valid: { min: 0, max: 1 },
    synonyms: ['log.cleaner.min.cleanable.ratio'],
    documentation:
      'The part of the log that must not have been compacted yet before compaction starts, from 0 to 1. Lower means less space lost to outdated records and more work.',
  }),
  topicConfig('file.delete.delay.ms', ['long', String(minuteMs)], {
    valid: { min: 0 },
    synonyms: ['log.segment.delete.delay.ms'],
    documentation: 'How long a deleted segment stays on disk under another name, in milliseconds.',
  }),
]

const segments: readonly TopicConfigDefinition[] = [
  topicConfig('segment.bytes', ['int', String(1024 ** 3)], {
    valid: { min: 1024 ** 2 },
    synonyms: ['log.segment.bytes'],
    documentation:
      'The size of a segment file in bytes. Retention and compaction work on whole closed segments, so smaller ones follow the limits more closely and make more files.',
  }),
  topicConfig('segment.ms', ['long', String(7 * dayMs)], {
    valid: { min: 1 },
    synonyms: ['log.roll.ms', ['log.roll.hours', hourMs]],
    documentation: 'After how long a segment is closed even when it is not full, in milliseconds.',
  }),
  topicConfig('segment.jitter.ms', ['long', '0'], {
    valid: { min: 0 },
    synonyms: ['log.roll.jitter.ms', ['log.roll.jitter.hours', hourMs]],
    documentation:
      'By how much at most the time of closing a segment is brought forward at random, in milliseconds, so that not all partitions roll at once.',
  }),
  topicConfig('segment.index.bytes', ['int', String(10 * 1024 ** 2)], {
    valid: { min: 4 },
    synonyms: ['log.index.size.max.bytes'],
    documentation: 'How large the index of a segment may become, in bytes; a full index closes the segment.',
  }),
  topicConfig('index.interval.bytes', ['int', '4096'], {
    valid: { min: 0 },
    synonyms: ['log.index.interval.bytes'],
    documentation:
      'How many bytes of records lie between two entries of the index. Fewer finds offsets faster and costs space.',
  }),
  topicConfig('preallocate', ['boolean', 'false'], {
    synonyms: ['log.preallocate'],
    documentation: 'Whether the file of a new segment gets its full size at once.',
  }),
  topicConfig('flush.messages', ['long', longMax], {
    valid: { min: 1 },
    synonyms: ['log.flush.interval.messages'],
    documentation:
      'After how many records an fsync is forced. 1 makes every acknowledged record survive a power cut; by default the operating system decides.',
  }),
  topicConfig('flush.ms', ['long', longMax], {
    valid: { min: 0 },
    synonyms: ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'],
    documentation: 'After how long an fsync is forced, in milliseconds. By default the operating system decides.',
  }),
]

const levels = 'when compression.type names it, and for nothing else'

const records: readonly TopicConfigDefinition[] = [
  topicConfig('max.message.bytes', ['int', '1048588'], {
    valid: { min: 0 },
    synonyms: ['message.max.bytes'],
    documentation: 'How large a record batch may be, in bytes, after compression.',
  }),
  topicConfig('message.timestamp.type', ['string', 'CreateTime'], {
    valid: { choices: ['CreateTime', 'LogAppendTime'] },
    synonyms: ['log.message.timestamp.type'],
    documentation: 'Whether a record carries the time that its producer gave it or the time at which it was appended.',
  }),
  topicConfig('message.timestamp.before.max.ms', ['long', longMax], {
    valid: { min: 0 },
    synonyms: ['log.message.timestamp.before.max.ms'],
    documentation: "How far a record's timestamp may lie in the past, in milliseconds; older ones are refused.",
  }),
  topicConfig('message.timestamp.after.max.ms', ['long', String(hourMs)], {
    valid: { min: 0 },
    synonyms: ['log.message.timestamp.after.max.ms'],
    documentation: "How far a record's timestamp may lie in the future, in milliseconds; later ones are refused.",
  }),
  topicConfig('compression.type', ['string', 'producer'], {
    valid: { choices: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] },
    synonyms: ['compression.type'],
    documentation: 'The codec in which batches are stored; "producer" keeps each as it came.',
  }),
  topicConfig('compression.gzip.level', ['int', '-1'], {
    valid: { min: 1, max: 9, besides: -1 },
    synonyms: ['compression.gzip.level'],
    documentation: `How hard gzip tries, ${levels}. -1 leaves it to the codec.`,
  }),
  topicConfig('compression.lz4.level', ['int', '9'], {
    valid: { min: 1, max: 17 },
    synonyms: ['compression.lz4.level'],
    documentation: `How hard lz4 tries, ${levels}.`,
  }),
  topicConfig('compression.zstd.level', ['int', '3'], {
    valid: { min: -131072, max: 22 },
    synonyms: ['compression.zstd.level'],
    documentation: `How hard zstd tries, ${levels}.`,
  }),
]

const throttledReplicas =
  'in pairs of partition and broker, "0:1,1:1", or "*" for all. It has an effect only in clusters of several brokers.'

const replication: readonly TopicConfigDefinition[] = [
  topicConfig('min.insync.replicas', ['int', '1'], {
    valid: { min: 1 },
    synonyms: ['min.insync.replicas'],
    documentation: 'How many replicas must be in sync for a producer with acks=all to be served.',
  }),
  topicConfig('unclean.leader.election.enable', ['boolean', 'false'], {
    synonyms: ['unclean.leader.election.enable'],
    documentation: 'Whether a replica that lags may become leader when no other is left, which loses records.',
  }),
  topicConfig('leader.replication.throttled.replicas', ['list', ''], {
    valid: { replicas: true },
    documentation: `Replicas whose replication is throttled on the leader's side, ${throttledReplicas}`,
  }),
  topicConfig('follower.replication.throttled.replicas', ['list', ''], {
    valid: { replicas: true },
    documentation: `Replicas whose replication is throttled on the follower's side, ${throttledReplicas}`,
  }),
]

const tieredStorage: readonly TopicConfigDefinition[] = [
  topicConfig('remote.storage.enable', ['boolean', 'false'], {
    documentation:
      'Whether closed segments are also kept in tiered storage. This broker has none: it must stay false here.',
  }),
  topicConfig('remote.log.copy.disable', ['boolean', 'false'], {
    documentation: 'Whether a tiered topic stops copying segments to tiered storage.',
  }),
  topicConfig('remote.log.delete.on.disable', ['boolean', 'false'], {
    documentation: 'Whether tiered data goes when tiered storage is turned off for the topic.',
  }),
  topicConfig('local.retention.ms', ['long', '-2'], {
    valid: { min: -2 },
    synonyms: ['log.local.retention.ms'],
    documentation: 'How long a tiered topic keeps segments locally, in milliseconds. -2 stands for retention.ms.',
  }),
  topicConfig('local.retention.bytes', ['long', '-2'], {
    valid: { min: -2 },
    synonyms: ['log.local.retention.bytes'],
    documentation: 'How many bytes of a partition a tiered topic keeps locally. -2 stands for retention.bytes.',
  }),
]

/** By name, in alphabetical order. */
export const topicConfigs: ReadonlyMap<string, TopicConfigDefinition> = new Map(
  [...retention, ...segments, ...records, ...replication, ...tieredStorage]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((definition) => [definition.name, definition]),
)
