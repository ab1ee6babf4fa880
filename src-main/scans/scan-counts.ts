import type { ScanAccount } from '../api/scans.ts'
import type { BatchFindings } from './row-search.ts'
import { TimeHistogram } from './time-histogram.ts'

/** What is counted of a batch itself; a view of it would keep megabytes alive. */
export interface BatchSize {
  readonly maxTimestamp: bigint
  readonly sizeInBytes: number
}

/** What a window, or a whole scan, has gone over. */
export class ScanCounts {
  readonly histogram = new TimeHistogram()
  offsetCount = 0n
  recordCount = 0
  controlCount = 0
  abortedCount = 0
  bytes = 0

  add(batch: BatchSize, findings: BatchFindings): void {
    this.recordCount += findings.recordCount
    this.controlCount += findings.controlCount
    this.abortedCount += findings.abortedCount
    this.bytes += batch.sizeInBytes
    if (findings.recordCount > 0) this.histogram.scanned(batch.maxTimestamp, findings.recordCount)
    for (const { timestamp } of findings.rows) this.histogram.matched(timestamp)
  }

  account(): ScanAccount {
    const there = BigInt(this.recordCount + this.controlCount + this.abortedCount)
    return {
      offsetCount: this.offsetCount,
      recordCount: BigInt(this.recordCount),
      controlCount: BigInt(this.controlCount),
      abortedCount: BigInt(this.abortedCount),
      gapCount: this.offsetCount > there ? this.offsetCount - there : 0n,
    }
  }
}
