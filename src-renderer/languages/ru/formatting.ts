import type { formatting as English } from '../en/formatting.ts'

export const formatting: typeof English = {}
