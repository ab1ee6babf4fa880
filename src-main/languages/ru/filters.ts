import type { filters as English } from '../en/filters.ts'

export const filters: typeof English = {}
