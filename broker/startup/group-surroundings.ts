import type { ConsumerGroupConfig } from '../groups/consumer/consumer-group-config.ts'
import type { TopicDirectory, TopicInfo } from '../groups/consumer/topic-directory.ts'
import type { GroupSurroundings } from '../groups/group-registry.ts'
import { consumerGroupSettings } from '../metadata/configs/group-settings.ts'
import type { NodeConfigs } from '../metadata/configs/node-configs.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { TopicImage } from '../metadata/image/topic-image.ts'

/** What groups of KIP-848 see of the cluster: its topics, and what somebody has configured for one group. */
export function groupSurroundings(
  metadata: Pick<MetadataStore, 'image'>,
  config: ConsumerGroupConfig,
  node: NodeConfigs,
): GroupSurroundings {
  let topics = new ImageTopics(metadata.image)
  return {
    topics: () => {
      // Consecutive images share what has not changed, so the version moves only when a topic does.
      if (topics.image.topicsByName !== metadata.image.topicsByName) topics = new ImageTopics(metadata.image)
      return topics
    },
    configOf: (groupId) => ({ ...config, ...consumerGroupSettings(metadata.image, groupId, node) }),
  }
}

/** The topics of an image; the version is the offset of the last metadata record in it, as in Apache Kafka. */
class ImageTopics implements TopicDirectory {
  readonly image: MetadataImage
  readonly version: bigint
  readonly #infos = new WeakMap<TopicImage, TopicInfo>()

  constructor(image: MetadataImage) {
    this.image = image
    this.version = image.endOffset - 1n
  }

  byName(name: string): TopicInfo | null {
    return this.#infoOf(this.image.topic(name))
  }

  byId(topicId: string): TopicInfo | null {
    return this.#infoOf(this.image.topicById(topicId))
  }

  names(): Iterable<string> {
    return this.image.topicsByName.keys()
  }

  #infoOf(topic: TopicImage | undefined): TopicInfo | null {
    if (topic === undefined) return null
    const known = this.#infos.get(topic)
    if (known !== undefined) return known
    const info = new ImageTopic(topic, this.image.brokers)
    this.#infos.set(topic, info)
    return info
  }
}

class ImageTopic implements TopicInfo {
  readonly #topic: TopicImage
  readonly #brokers: MetadataImage['brokers']

  constructor(topic: TopicImage, brokers: MetadataImage['brokers']) {
    this.#topic = topic
    this.#brokers = brokers
  }

  get topicId(): string {
    return this.#topic.id
  }

  get name(): string {
    return this.#topic.name
  }

  get partitionCount(): number {
    return this.#topic.partitions.length
  }

  racksOf(partition: number): readonly string[] {
    const replicas = this.#topic.partitions[partition]?.replicas ?? []
    const racks = replicas.flatMap((nodeId) => this.#brokers.get(nodeId)?.rack ?? [])
    return [...new Set(racks)]
  }
}
