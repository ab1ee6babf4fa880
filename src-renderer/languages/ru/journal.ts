import type { journal as English } from '../en/journal.ts'

export const journal: typeof English = {}
