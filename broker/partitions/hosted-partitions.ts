import type { LogConfig } from '../log/log-config.ts'
import type { LogDirectory } from '../log/log-directory.ts'
import { configResourceTypes } from '../metadata/image/config-resource.ts'
import type { MetadataDelta } from '../metadata/image/metadata-delta.ts'
import { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { TopicImage } from '../metadata/image/topic-image.ts'
import { Partition } from './partition.ts'

export interface HostedPartitionsOptions {
  readonly directory: LogDirectory
  /** What the metadata and the broker's own configs say about a topic's logs. */
  readonly configFor: (image: MetadataImage, topic: string) => LogConfig
  /** Told what a user should know. */
  readonly report: (message: string) => void
}

/** What partitions are loaded for. */
export interface LoadedMetadata {
  readonly image: MetadataImage
  /** Topics whose deletion is decided, and perhaps not done yet: ids to names. */
  readonly removedTopics: ReadonlyMap<string, string>
}

/**
 * The partitions that this broker hosts: keeps their logs in step with the metadata.
 *
 * Invariant: after `load` and after each `apply`, there is a log for exactly those partitions that the image has, each
 * with the topic id, the leader epoch and the configs of the image. A partition whose log could not be made is absent
 * until `makeMissing` succeeds.
 */
export class HostedPartitions {
  readonly #options: HostedPartitionsOptions
  readonly #byName = new Map<string, Partition[]>()
  readonly #byId = new Map<string, Partition[]>()
  /** Ids of topics that lack the logs of some partitions. */
  readonly #incomplete = new Set<string>()
  #image: MetadataImage = MetadataImage.empty

  constructor(options: HostedPartitionsOptions) {
    this.#options = options
  }

  /** Opens and recovers what is on disk, and makes what is missing. Called once. */
  async load({ image, removedTopics }: LoadedMetadata): Promise<void> {
    const { directory, configFor } = this.#options
    this.#image = image
    await directory.load({
      configFor: (topic) => configFor(image, topic),
      topicIdFor: (topic, partition) => {
        const known = image.topic(topic)
        return known?.partitions[partition] === undefined ? null : known.id
      },
      // Without its id on disk, which a power cut may have taken, the name must do.
      wasDeleted: (topic, topicId) =>
        topicId === null ? [...removedTopics.values()].includes(topic) : removedTopics.has(topicId),
    })
    for (const topic of image.topicsByName.values()) this.#host(topic, image)
  }

  /** Follows a change of the metadata: before it returns, requests find the partitions as the new image has them. */
  apply(delta: MetadataDelta): void {
    this.#image = delta.after
    for (const topic of delta.deletedTopics) this.#remove(topic)
    for (const topic of delta.createdTopics) this.#host(topic, delta.after)
    for (const { after } of delta.changedTopics) this.#host(after, delta.after)
    this.#updateConfigs(delta)
  }

  /** Tries again to make the logs for which there was no room. Call it now and then. */
  makeMissing(): void {
    // One that stays incomplete is not put in again, so that this ends.
    for (const topicId of this.#incomplete) {
      const topic = this.#image.topicsById.get(topicId)
      if (topic === undefined || this.#host(topic, this.#image)) this.#incomplete.delete(topicId)
    }
  }

  get(topic: string, partition: number): Partition | undefined {
    return this.#byName.get(topic)?.[partition]
  }

  getById(topicId: string, partition: number): Partition | undefined {
    return this.#byId.get(topicId)?.[partition]
  }

  *all(): Generator<Partition, void, undefined> {
    for (const partitions of this.#byName.values()) {
      for (const partition of partitions) if (partition) yield partition
    }
  }

  /** Says whether all of its logs are there. */
  #host(topic: TopicImage, image: MetadataImage): boolean {
    let isComplete = true
    const partitions = this.#byId.get(topic.id) ?? []
    this.#byId.set(topic.id, partitions)
    this.#byName.set(topic.name, partitions)
    for (const { partition: index, leaderEpoch } of topic.partitions) {
      const hosted = partitions[index]
      if (hosted) {
        hosted.leaderEpoch = leaderEpoch
        continue
      }
      const made = this.#open(topic, index, image)
      if (made === null) isComplete = false
      else partitions[index] = new Partition(topic.id, made, leaderEpoch)
    }
    return isComplete
  }

  #open(topic: TopicImage, partition: number, image: MetadataImage) {
    const { directory, configFor, report } = this.#options
    try {
      const config = configFor(image, topic.name)
      return directory.create({ topic: topic.name, partition, topicId: topic.id, config })
    } catch (error) {
      // The metadata is decided already; the partition answers with a storage error until there is room.
      if (!this.#incomplete.has(topic.id)) {
        report(`The log of ${topic.name}-${partition} could not be made: ${String(error)}. It is tried again.`)
      }
      this.#incomplete.add(topic.id)
      return null
    }
  }

  #remove(topic: TopicImage): void {
    const partitions = this.#byId.get(topic.id) ?? []
    this.#byId.delete(topic.id)
    if (this.#byName.get(topic.name) === partitions) this.#byName.delete(topic.name)
    for (const partition of partitions) {
      if (!partition) continue
      this.#options.directory.delete(topic.name, partition.index)
      partition.end()
    }
  }

  #updateConfigs({ changedConfigs, after }: MetadataDelta): void {
    // A broker's configs are the defaults of every topic.
    const everyTopic = changedConfigs.some(({ type }) => type === configResourceTypes.broker)
    const topics = everyTopic
      ? [...this.#byName.keys()]
      : changedConfigs.filter(({ type }) => type === configResourceTypes.topic).map(({ name }) => name)
    for (const topic of topics) {
      const partitions = this.#byName.get(topic) ?? []
      const config = this.#options.configFor(after, topic)
      for (const partition of partitions) partition?.log.updateConfig(config)
    }
  }
}
