export const GROUP_TABS = ['offsets', 'members', 'lag', 'snapshots'] as const
export type GroupTab = (typeof GROUP_TABS)[number]

export function isGroupTab(text: string): text is GroupTab {
  return GROUP_TABS.some((tab) => tab === text)
}
