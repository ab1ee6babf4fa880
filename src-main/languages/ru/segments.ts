import type { segments as English } from '../en/segments.ts'

export const segments: typeof English = {}
