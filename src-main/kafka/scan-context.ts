import type { ScanTally } from './scan-tally.ts'
import type { ScannedRecord } from './scanned-record.ts'
import type { TextFilter } from './text-filter.ts'
import type { WireCluster } from './wire-cluster.ts'

/** What the ways of scanning have in common. */
export interface ScanContext {
  readonly cluster: WireCluster
  readonly tally: ScanTally
  readonly filter: TextFilter | null
  readonly limit: number
  readonly signal: AbortSignal
  /** Hands records on, and the progress when it is time for it; waits while the consumer is behind. */
  readonly report: (records: readonly ScannedRecord[]) => Promise<void>
}
