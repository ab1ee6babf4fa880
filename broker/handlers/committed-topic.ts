import type { CommittedTopic } from '../groups/offset-messages.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { OffsetCommitRequest } from '../protocol/messages/offset-commit.ts'
import { zeroUuid } from '../bytes/uuid.ts'

/** What is committed of a topic for those of its partitions that exist; null when there is no such topic. */
export function existingPart(
  { name, topicId, partitions }: OffsetCommitRequest['topics'][number],
  image: MetadataImage,
): CommittedTopic | null {
  const topic = topicId === zeroUuid ? image.topic(name) : image.topicById(topicId)
  if (topic === undefined) return null
  const existing = partitions.filter(({ partitionIndex }) => topic.partitions[partitionIndex] !== undefined)
  return {
    topic: topic.name,
    topicId: topic.id,
    partitions: existing.map((each) => ({
      partition: each.partitionIndex,
      offset: each.committedOffset,
      leaderEpoch: each.committedLeaderEpoch,
      metadata: each.committedMetadata,
    })),
  }
}
