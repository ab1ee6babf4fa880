import type { transactions as English } from '../en/transactions.ts'

export const transactions: typeof English = {}
