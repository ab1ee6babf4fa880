export const TOPIC_TABS = [
  { id: 'messages', label: 'Messages' },
  { id: 'partitions', label: 'Partitions' },
  { id: 'configuration', label: 'Configuration' },
  { id: 'segments', label: 'Segments' },
  { id: 'groups', label: 'Consumer groups' },
] as const

export type TopicTab = (typeof TOPIC_TABS)[number]['id']

export function isTopicTab(text: string): text is TopicTab {
  return TOPIC_TABS.some((tab) => tab.id === text)
}
