import type { MetadataRecordValue } from '../records/metadata-records.ts'
import type { ConfigResource } from './config-resource.ts'
import type { MetadataImage } from './metadata-image.ts'
import type { TopicImage } from './topic-image.ts'

export interface ChangedTopic {
  /** The topic before the change: same id and name, perhaps fewer partitions, older leaders. */
  readonly before: TopicImage
  readonly after: TopicImage
}

/**
 * What one atomic batch of the metadata log has changed, for those who keep something beside the image: partition
 * logs, caches of configs, purgatories. A topic that was deleted and created again under its name stands in
 * `deletedTopics` and in `createdTopics`, with different ids.
 */
export interface MetadataDelta {
  readonly before: MetadataImage
  readonly after: MetadataImage
  readonly createdTopics: readonly TopicImage[]
  readonly deletedTopics: readonly TopicImage[]
  readonly changedTopics: readonly ChangedTopic[]
  /** Resources of which at least one dynamic config was set or removed. Deleted topics are not listed. */
  readonly changedConfigs: readonly ConfigResource[]
  readonly removedAcls: readonly MetadataRecordValue<'AccessControlEntry'>[]
  readonly addedAcls: readonly MetadataRecordValue<'AccessControlEntry'>[]
}
