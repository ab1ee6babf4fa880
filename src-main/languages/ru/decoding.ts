import type { decoding as English } from '../en/decoding.ts'

export const decoding: typeof English = {}
