export const BROKER_TABS = ['configuration', 'directories', 'quorum', 'features'] as const
export type BrokerTab = (typeof BROKER_TABS)[number]

export function isBrokerTab(text: string): text is BrokerTab {
  return BROKER_TABS.some((tab) => tab === text)
}
