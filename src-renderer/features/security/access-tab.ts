export const ACCESS_TABS = ['acls', 'rights', 'users', 'quotas'] as const

export type AccessTab = (typeof ACCESS_TABS)[number]

export function isAccessTab(text: string): text is AccessTab {
  return ACCESS_TABS.some((tab) => tab === text)
}
