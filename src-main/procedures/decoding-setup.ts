import type { TopicDecoding } from '../api/decoding.ts'
import type { DecodingSetup } from '../decoding/topic-decoder.ts'
import type { Services } from './services.ts'

interface TopicQuestion {
  readonly clusterId: string
  readonly topic: string
  /** Null: as it is remembered. */
  readonly decoding?: TopicDecoding | null
}

/** All that the data worker needs to decode a topic's messages. */
export function decodingSetup(services: Services, { clusterId, topic, decoding }: TopicQuestion): DecodingSetup {
  return {
    decoding: decoding ?? services.decoding.choice(clusterId, topic).decoding,
    registry: services.decoding.registryPlace(clusterId),
    schemaFiles: services.decoding.schemaFiles(),
  }
}
