import { queries } from './client.ts'

export type { BatchSummary, SegmentFile, SegmentRecord } from '../../src-main/api/segments.ts'

/** The topics and partitions that have files on this machine, also while the local cluster is stopped. */
export function partitionsOnDisk(clusterId: string) {
  return queries.segments.partitions.queryOptions({ input: { clusterId } })
}
