import type { lag as English } from '../en/lag.ts'

export const lag: typeof English = {}
