import type { LogConfig } from '../../log/log-config.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { StaticConfigs } from './static-configs.ts'

/** The effective configs of a topic as values: what its logs act on, and what only handlers look at. */
export interface TopicSettings extends LogConfig {
  readonly minInsyncReplicas: number
  readonly compressionLevels: { readonly gzip: number; readonly lz4: number; readonly zstd: number }
}

/** Resolves all of them: topic, then broker, then the defaults of all brokers, then the file, then Kafka's own. */
export function topicSettings(_image: MetadataImage, _topicName: string, _staticConfigs: StaticConfigs): TopicSettings {
  throw new Error('topicSettings is not there yet')
}
