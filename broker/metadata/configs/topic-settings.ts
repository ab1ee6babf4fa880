import type { LogConfig } from '../../log/log-config.ts'
import { topicResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NodeConfigs } from './node-configs.ts'
import { brokerSources, effectiveTopicValue } from './resolve-config.ts'
import { topicConfigs } from './topic-configs.ts'
import { listMembers } from './validate-config.ts'

/** The effective configs of a topic as values, for its logs. Resolves all of them: topic, then broker, then the defaults of all brokers, then the file, then Kafka's own. */
export function topicSettings(image: MetadataImage, topicName: string, node: NodeConfigs): LogConfig {
  const values = image.configsOf(topicResource(topicName))
  if (values.size > 0) return resolveSettings(image, values, node)
  // Most of ten thousand topics set nothing of their own: they share what the broker says.
  const known = brokerDefaults.get(image.configs)
  if (known?.node === node) return known.settings
  const settings = resolveSettings(image, values, node)
  brokerDefaults.set(image.configs, { node, settings })
  return settings
}

const brokerDefaults = new WeakMap<MetadataImage['configs'], { node: NodeConfigs; settings: LogConfig }>()

function resolveSettings(image: MetadataImage, values: ReadonlyMap<string, string>, node: NodeConfigs): LogConfig {
  const sources = brokerSources(image, node)
  const text = (name: string): string => {
    const definition = topicConfigs.get(name)
    if (definition === undefined) throw new Error(`${name} is not a topic config`)
    return effectiveTopicValue(definition, values, sources).trim()
  }
  const number = (name: string): number => Number(text(name))
  const cleanup = listMembers(text('cleanup.policy'))
  return {
    segmentBytes: number('segment.bytes'),
    segmentMs: number('segment.ms'),
    segmentJitterMs: number('segment.jitter.ms'),
    segmentIndexBytes: number('segment.index.bytes'),
    indexIntervalBytes: number('index.interval.bytes'),
    preallocate: text('preallocate').toLowerCase() === 'true',
    flushMessages: number('flush.messages'),
    flushMs: number('flush.ms'),
    retentionBytes: number('retention.bytes'),
    retentionMs: number('retention.ms'),
    fileDeleteDelayMs: number('file.delete.delay.ms'),
    deleteRetentionMs: number('delete.retention.ms'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    cleanupPolicy: { compact: cleanup.includes('compact'), delete: cleanup.includes('delete') },
    maxMessageBytes: number('max.message.bytes'),
    compressionType: compressionType(text('compression.type')),
    messageTimestampType: text('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    messageTimestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    messageTimestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    compressionLevels: { gzip: number('compression.gzip.level'), zstd: number('compression.zstd.level') },
  }
}

function compressionType(value: string): LogConfig['compressionType'] {
  switch (value) {
    case 'uncompressed':
      return 'none'
    case 'gzip':
    case 'snappy':
    case 'lz4':
    case 'zstd':
      return value
    default:
      return 'producer'
  }
}
