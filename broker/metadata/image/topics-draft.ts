import type { MetadataRecordValue } from '../records/metadata-records.ts'
import { DraftMap } from './draft-map.ts'
import { InconsistentMetadataError } from './inconsistent-metadata-error.ts'
import type { ChangedTopic } from './metadata-delta.ts'
import { changePartition, clearElr, partitionFromRecord } from './partition-changes.ts'
import type { PartitionImage, TopicImage } from './topic-image.ts'

interface DraftTopic extends TopicImage {
  readonly partitions: PartitionImage[]
}

type TopicMap = ReadonlyMap<string, TopicImage>

export interface TopicsChange {
  readonly byName: TopicMap
  readonly byId: TopicMap
  readonly created: readonly TopicImage[]
  readonly deleted: readonly TopicImage[]
  readonly changed: readonly ChangedTopic[]
}

/** The topics of an image while records change them. A topic is copied at its first change. */
export class TopicsDraft {
  readonly #before: TopicMap
  readonly #byName: DraftMap<string, TopicImage>
  readonly #byId: DraftMap<string, TopicImage>
  /** Topics made or copied by this draft, by id: their partitions may be changed in place. */
  readonly #own = new Map<string, DraftTopic>()
  readonly #touchedIds = new Set<string>()

  constructor(byName: TopicMap, byId: TopicMap) {
    this.#before = byId
    this.#byName = new DraftMap(byName)
    this.#byId = new DraftMap(byId)
  }

  topicId(name: string): string | undefined {
    return this.#byName.get(name)?.id
  }

  add(record: MetadataRecordValue<'Topic'>): void {
    const present = this.#byName.get(record.name)
    if (present !== undefined) {
      throw new InconsistentMetadataError(`topic ${record.name} is created though it exists, with id ${present.id}`)
    }
    this.#put({ id: record.topicId, name: record.name, partitions: [] })
  }

  /** Gives the name of the removed topic. */
  remove(id: string): string {
    const topic = this.#existing(id, 'removed')
    this.#byId.delete(id)
    this.#byName.delete(topic.name)
    this.#own.delete(id)
    this.#touchedIds.add(id)
    return topic.name
  }

  /** Empty when there is no such topic. */
  nameOf(id: string): string {
    return this.#byId.get(id)?.name ?? ''
  }

  putPartition(record: MetadataRecordValue<'Partition'>): void {
    const topic = this.#writable(record.topicId)
    if (record.partitionId < 0) {
      throw new InconsistentMetadataError(`topic ${topic.name} gets a partition with the number ${record.partitionId}`)
    }
    topic.partitions[record.partitionId] = partitionFromRecord(record)
  }

  changePartition(record: MetadataRecordValue<'PartitionChange'>): void {
    const topic = this.#writable(record.topicId)
    const before = topic.partitions[record.partitionId]
    if (before === undefined) {
      throw new InconsistentMetadataError(`partition ${topic.name}-${record.partitionId} changes, but does not exist`)
    }
    topic.partitions[record.partitionId] = changePartition(before, record)
  }

  /** Of one topic, or of all when the name is empty. */
  clearElr(topicName: string): void {
    const named = topicName === '' ? [...this.#byId.values()] : [this.#named(topicName)]
    for (const { id, partitions } of named) {
      if (partitions.every((partition) => clearElr(partition) === partition)) continue
      const topic = this.#writable(id)
      for (const [index, partition] of topic.partitions.entries()) topic.partitions[index] = clearElr(partition)
    }
  }

  /** @throws InconsistentMetadataError when a topic's partitions have gaps. */
  finish(): TopicsChange {
    for (const topic of this.#own.values()) refuseGaps(topic)
    this.#own.clear()
    const byId = this.#byId.freeze()
    const created: TopicImage[] = []
    const deleted: TopicImage[] = []
    const changed: ChangedTopic[] = []
    for (const id of this.#touchedIds) {
      const before = this.#before.get(id)
      const after = byId.get(id)
      if (before !== undefined && after !== undefined) changed.push({ before, after })
      else if (after !== undefined) created.push(after)
      else if (before !== undefined) deleted.push(before)
    }
    return { byName: this.#byName.freeze(), byId, created, deleted, changed }
  }

  #named(name: string): TopicImage {
    const topic = this.#byName.get(name)
    if (topic === undefined) throw new InconsistentMetadataError(`topic ${name} does not exist`)
    return topic
  }

  #existing(id: string, verb: string): TopicImage {
    const topic = this.#byId.get(id)
    if (topic === undefined) {
      throw new InconsistentMetadataError(`the topic with id ${id} is ${verb}, but does not exist`)
    }
    return topic
  }

  #writable(id: string): DraftTopic {
    const own = this.#own.get(id)
    if (own !== undefined) return own
    const topic = this.#existing(id, 'changed')
    return this.#put({ ...topic, partitions: [...topic.partitions] })
  }

  #put(topic: DraftTopic): DraftTopic {
    this.#own.set(topic.id, topic)
    this.#byId.set(topic.id, topic)
    this.#byName.set(topic.name, topic)
    this.#touchedIds.add(topic.id)
    return topic
  }
}

function refuseGaps(topic: TopicImage): void {
  for (let index = 0; index < topic.partitions.length; index++) {
    if (topic.partitions[index] === undefined) {
      throw new InconsistentMetadataError(`topic ${topic.name} has no partition ${index}, but one behind it`)
    }
  }
}
