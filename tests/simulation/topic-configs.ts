import type { LogConfig } from '../../broker/log/log-config.ts'
import type { NodeConfigs } from '../../broker/metadata/configs/node-configs.ts'
import { topicSettings } from '../../broker/metadata/configs/topic-settings.ts'
import type { MetadataImage } from '../../broker/metadata/image/metadata-image.ts'

/** What a topic of each name is for. */
export const topicNames = ['plain', 'safe', 'kept', 'keyed'] as const

type Configs = Readonly<Record<string, string>>

const initial: Readonly<Record<string, Configs>> = {
  safe: { 'flush.messages': '1' },
  kept: { 'retention.bytes': '1200', 'retention.ms': '3600000' },
  keyed: { 'cleanup.policy': 'compact' },
}

/** With what a topic of that name is made. */
export function initialConfigs(topic: string): Configs {
  return initial[topic] ?? {}
}

/** What becomes of a topic's configs while it is used; null takes one back. */
export const configChanges: readonly (readonly [name: string, value: string | null])[] = [
  ['retention.bytes', '800'],
  ['retention.bytes', null],
  ['retention.ms', '60000'],
  ['retention.ms', null],
  ['cleanup.policy', 'compact'],
  ['cleanup.policy', 'compact,delete'],
  ['cleanup.policy', null],
  ['segment.bytes', '2097152'],
  ['segment.bytes', null],
  ['flush.messages', '1'],
  ['flush.messages', '3'],
  ['flush.messages', null],
]

export const nodeConfigs: NodeConfigs = {
  nodeId: 1,
  staticConfigs: new Map([
    ['metadata.log.max.record.bytes.between.snapshots', '900'],
    ['offsets.topic.num.partitions', '1'],
    ['offsets.topic.segment.bytes', '1048576'],
    ['transaction.state.log.num.partitions', '1'],
    ['transaction.state.log.segment.bytes', '1048576'],
    ['log.segment.bytes', '1048576'],
    ['log.index.interval.bytes', '90'],
    ['log.retention.ms', '-1'],
    ['log.message.timestamp.after.max.ms', String(Number.MAX_SAFE_INTEGER)],
    ['log.cleaner.min.cleanable.ratio', '0.01'],
    ['log.cleaner.delete.retention.ms', '60000'],
  ]),
}

/** The smallest segment that a topic config allows becomes one of 500 bytes, so that a short history has many. */
const scale = 2097

export function logConfigFor(image: MetadataImage, topic: string): LogConfig {
  const settings = topicSettings(image, topic, nodeConfigs)
  return { ...settings, segmentBytes: Math.floor(settings.segmentBytes / scale) }
}
