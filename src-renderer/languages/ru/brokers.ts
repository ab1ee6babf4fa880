import type { brokers as English } from '../en/brokers.ts'

export const brokers: typeof English = {}
