export const TOPIC_TABS = ['messages', 'partitions', 'configuration', 'segments', 'groups'] as const

export type TopicTab = (typeof TOPIC_TABS)[number]

export function isTopicTab(text: string): text is TopicTab {
  return TOPIC_TABS.some((tab) => tab === text)
}
