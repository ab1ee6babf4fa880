import type { clusters as English } from '../en/clusters.ts'

export const clusters: typeof English = {}
