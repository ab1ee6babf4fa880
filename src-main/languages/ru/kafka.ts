import type { kafka as English } from '../en/kafka.ts'

export const kafka: typeof English = {}
