export const TRANSACTION_TABS = ['transactions', 'producers', 'hanging'] as const

export type TransactionTab = (typeof TRANSACTION_TABS)[number]

export function isTransactionTab(text: string): text is TransactionTab {
  return TRANSACTION_TABS.some((tab) => tab === text)
}
