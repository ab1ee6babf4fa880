import type { MetadataImage } from '../image/metadata-image.ts'
import type { EffectiveConfig } from './effective-config.ts'
import type { StaticConfigs } from './static-configs.ts'

/** Every config of the topic, by name. The topic need not exist: then it is what a new one would get. */
export function describeTopicConfigs(
  _image: MetadataImage,
  _topicName: string,
  _staticConfigs: StaticConfigs,
): readonly EffectiveConfig[] {
  throw new Error('describeTopicConfigs is not there yet')
}

/** Every config of broker `nodeId`; with null only the dynamic defaults that were set for all brokers. */
export function describeBrokerConfigs(
  _image: MetadataImage,
  _nodeId: number | null,
  _staticConfigs: StaticConfigs,
): readonly EffectiveConfig[] {
  throw new Error('describeBrokerConfigs is not there yet')
}
