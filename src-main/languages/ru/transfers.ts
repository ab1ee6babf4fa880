import type { transfers as English } from '../en/transfers.ts'

export const transfers: typeof English = {}
