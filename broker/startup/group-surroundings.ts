import type { ConsumerGroupConfig } from '../groups/consumer/consumer-group-config.ts'
import type { TopicDirectory, TopicInfo } from '../groups/consumer/topic-directory.ts'
import type { GroupSurroundings } from '../groups/group-registry.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { TopicImage } from '../metadata/image/topic-image.ts'

/** What groups of KIP-848 see of the cluster: its topics, and what somebody has configured for one group. */
export function groupSurroundings(
  metadata: Pick<MetadataStore, 'image'>,
  config: ConsumerGroupConfig,
): GroupSurroundings {
  let topics = new ImageTopics(metadata.image)
  return {
    topics: () => {
      // Consecutive images share what has not changed, so the version moves only when a topic does.
      if (topics.image.topicsByName !== metadata.image.topicsByName) topics = new ImageTopics(metadata.image)
      return topics
    },
    configOf: () => config,
  }
}

/** The topics of an image; the version is the offset of the last metadata record in it, as in Apache Kafka. */
class ImageTopics implements TopicDirectory {
  readonly image: MetadataImage
  readonly version: bigint

  constructor(image: MetadataImage) {
    this.image = image
    this.version = image.endOffset - 1n
  }

  byName(name: string): TopicInfo | null {
    return infoOf(this.image.topic(name))
  }

  byId(topicId: string): TopicInfo | null {
    return infoOf(this.image.topicById(topicId))
  }

  names(): Iterable<string> {
    return this.image.topicsByName.keys()
  }
}

function infoOf(topic: TopicImage | undefined): TopicInfo | null {
  return topic === undefined ? null : { topicId: topic.id, name: topic.name, partitionCount: topic.partitions.length }
}
