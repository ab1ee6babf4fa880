import type { topics as English } from '../en/topics.ts'

export const topics: typeof English = {}
