import { bootstrapServers } from '../../src-main/api/connections.ts'
import { topicName } from '../../src-main/api/topics.ts'

/** Why a text cannot be a topic's name; null when it can. */
export function whyNoTopicName(text: string): string | null {
  return topicName.safeParse(text).error?.issues[0]?.message ?? null
}

/** Why a text is no list of bootstrap servers; null when it is one. */
export function whyNoBootstrapServers(text: string): string | null {
  return bootstrapServers.safeParse(text).error?.issues[0]?.message ?? null
}
