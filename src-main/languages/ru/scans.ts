import type { scans as English } from '../en/scans.ts'

export const scans: typeof English = {}
