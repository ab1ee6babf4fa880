import type { DecisionContext } from '../../broker/metadata/controller/decision.ts'
import type { ConfigResource } from '../../broker/metadata/image/config-resource.ts'
import { ImageDraft } from '../../broker/metadata/image/image-draft.ts'
import type { MetadataDelta } from '../../broker/metadata/image/metadata-delta.ts'
import { MetadataImage } from '../../broker/metadata/image/metadata-image.ts'
import type { NewMetadataRecord } from '../../broker/metadata/records/metadata-records.ts'
import { decodeMetadataRecord, encodeMetadataRecord } from '../../broker/metadata/records/record-codec.ts'
import { randomUuid } from '../../broker/metadata/storage/random-uuid.ts'
import { SeededRandom } from '../../broker/environment/seeded-random.ts'

/** The log directory of the one broker of `clusterImage`. */
export const brokerDirectory = 'VQHqWbXsR_WL5B2bWqpb1Q'

export interface ClusterOptions {
  /** Names of topics with one partition each. */
  readonly topics?: readonly string[]
  readonly fenced?: boolean
  readonly configs?: readonly { readonly resource: ConfigResource; readonly name: string; readonly value: string }[]
  readonly features?: Readonly<Record<string, number>>
}

/** The image of a cluster of one broker, number 1. */
export function clusterImage({
  topics = [],
  fenced = false,
  configs = [],
  features = {},
}: ClusterOptions = {}): MetadataImage {
  const endPoints = [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 0 }]
  const random = new SeededRandom(7)
  const levels = Object.entries({ 'metadata.version': 25, ...features })
  return replayed(MetadataImage.empty, [
    ...levels.map(([name, featureLevel]): NewMetadataRecord => ({
      type: 'FeatureLevel',
      version: 0,
      value: { name, featureLevel },
    })),
    {
      type: 'RegisterBroker',
      version: 3,
      value: {
        brokerId: 1,
        incarnationId: randomUuid(random),
        brokerEpoch: 5n,
        endPoints,
        features: [],
        rack: null,
        fenced,
        logDirs: [brokerDirectory],
      },
    },
    ...topics.flatMap((name) => topicRecords(name, randomUuid(random))),
    ...configs.map(({ resource, name, value }): NewMetadataRecord => ({
      type: 'Config',
      version: 0,
      value: { resourceType: resource.type, resourceName: resource.name, name, value },
    })),
  ]).after
}

function topicRecords(name: string, topicId: string): NewMetadataRecord[] {
  const partition = { partitionId: 0, topicId, replicas: [1], isr: [1], removingReplicas: [], addingReplicas: [] }
  const leadership = { leader: 1, leaderEpoch: 0, partitionEpoch: 0, directories: [brokerDirectory] }
  return [
    { type: 'Topic', version: 0, value: { name, topicId } },
    { type: 'Partition', version: 2, value: { ...partition, ...leadership } },
  ]
}

/** What a decision on `image` may know; `configs` is the broker's configuration file. */
export function decisionContext(image: MetadataImage, configs: Readonly<Record<string, string>> = {}): DecisionContext {
  const random = new SeededRandom(1)
  return {
    nodeId: 1,
    staticConfigs: new Map(Object.entries(configs)),
    nextOffset: image.endOffset,
    kraftVersion: 1,
    newUuid: () => randomUuid(random),
  }
}

/** What `records` make of an image, taken through their bytes as the log does. */
export function replayed(before: MetadataImage, records: readonly NewMetadataRecord[]): MetadataDelta {
  const draft = new ImageDraft(before)
  for (const record of records) draft.replay(decodeMetadataRecord(encodeMetadataRecord(record)))
  return draft.finish({ endOffset: before.endOffset + BigInt(records.length), endEpoch: 1 })
}
