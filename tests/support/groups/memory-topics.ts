import type { ConsumerGroupConfig } from '../../../broker/groups/consumer/consumer-group-config.ts'
import type { TopicDirectory, TopicInfo } from '../../../broker/groups/consumer/topic-directory.ts'
import type { GroupConfig } from '../../../broker/groups/group-config.ts'
import type { GroupSurroundings } from '../../../broker/groups/group-registry.ts'

/** Topics of a cluster that can be changed. */
export class MemoryTopics implements TopicDirectory {
  readonly #topics = new Map<string, TopicInfo>()
  version = 0n

  /** Makes a topic, or gives it more partitions. */
  put(name: string, partitionCount: number): void {
    this.version++
    const topicId = this.#topics.get(name)?.topicId ?? idOf(`${name} ${this.version}`)
    this.#topics.set(name, { topicId, name, partitionCount, racksOf: () => [] })
  }

  drop(name: string): void {
    this.version++
    this.#topics.delete(name)
  }

  byName(name: string): TopicInfo | null {
    return this.#topics.get(name) ?? null
  }

  byId(topicId: string): TopicInfo | null {
    return [...this.#topics.values()].find((topic) => topic.topicId === topicId) ?? null
  }

  names(): Iterable<string> {
    return this.#topics.keys()
  }
}

/** A topic id that tells which topic it is. */
function idOf(text: string): string {
  return Buffer.from(text.padEnd(16).slice(0, 16)).toString('base64url')
}

/** The surroundings of groups in a cluster with these topics, all with the same configuration. */
export function surroundingsWith(
  topics: MemoryTopics,
  { consumer }: GroupConfig,
  overrides: Partial<ConsumerGroupConfig> = {},
): GroupSurroundings {
  return { topics: () => topics, configOf: () => ({ ...consumer, ...overrides }) }
}
