import type { PartitionProgress, ScanVerdict } from '../api/messages.ts'
import type { ReadProblem } from './fetch-cursor.ts'
import type { ScanRange } from './scan-ranges.ts'

type MutableProgress = { -readonly [K in keyof PartitionProgress]: PartitionProgress[K] }

export interface ScanProgress {
  readonly scannedCount: bigint
  readonly scannedBytes: bigint
  readonly matchCount: number
  readonly partitions: PartitionProgress[]
}

/** Counts what a scan has looked at and found, and judges at the end whether that was everything. */
export class ScanTally {
  readonly #limit: number
  readonly #partitions = new Map<number, MutableProgress>()
  readonly #problems: ReadProblem[] = []
  #scannedCount = 0n
  #scannedBytes = 0n
  #matchCount = 0
  #isLeftOut = false

  constructor(ranges: readonly ScanRange[], limit: number) {
    this.#limit = limit
    for (const { partition, range, problem } of ranges) {
      const startOffset = range?.startOffset ?? 0n
      const endOffset = range === null ? 0n : (range.endOffset ?? startOffset)
      this.#partitions.set(partition, {
        partition,
        startOffset,
        position: startOffset,
        endOffset,
        matchCount: 0,
        problem,
      })
      if (problem !== null) {
        this.#problems.push({ reason: 'failed-partition', explanation: `Partition ${partition}: ${problem}` })
      }
    }
  }

  get isLimitReached(): boolean {
    return this.#matchCount >= this.#limit
  }

  /** How many more matches are wanted. */
  get missingCount(): number {
    return this.#limit - this.#matchCount
  }

  /** Messages were, or may have been, left out because of the limit. */
  leaveOut(): void {
    this.#isLeftOut = true
  }

  /** Whether every partition was looked at up to its end. */
  get isAtEnd(): boolean {
    return [...this.#partitions.values()].every(({ position, endOffset }) => position >= endOffset)
  }

  scanned(recordCount: number, sizeBytes: number): void {
    this.#scannedCount += BigInt(recordCount)
    this.#scannedBytes += BigInt(sizeBytes)
  }

  matched(partition: number, count: number): void {
    this.#matchCount += count
    const progress = this.#partitions.get(partition)
    if (progress) progress.matchCount += count
  }

  /** `position` is the next offset to be looked at; in a live tail the end moves along. */
  moved(partition: number, position: bigint): void {
    const progress = this.#partitions.get(partition)
    if (!progress) return
    progress.position = position
    if (position > progress.endOffset) progress.endOffset = position
  }

  failed(partition: number, problem: ReadProblem): void {
    const progress = this.#partitions.get(partition)
    if (!progress || progress.problem !== null) return
    progress.problem = problem.explanation
    this.#problems.push(problem)
  }

  progress(): ScanProgress {
    return {
      scannedCount: this.#scannedCount,
      scannedBytes: this.#scannedBytes,
      matchCount: this.#matchCount,
      partitions: [...this.#partitions.values()].map((each) => ({ ...each })),
    }
  }

  verdict({ isStopped }: { readonly isStopped: boolean }): ScanVerdict {
    const [problem] = this.#problems
    const others = this.#problems.length > 1 ? ` The same or worse in ${this.#problems.length - 1} more.` : ''
    if (isStopped) return { isComplete: false, reason: 'stopped', explanation: `Stopped after ${this.#counted()}.` }
    if (problem) {
      const reason = problem.reason === 'records-deleted' ? 'failed-partition' : problem.reason
      return { isComplete: false, reason, explanation: problem.explanation + others }
    }
    if (this.#isLeftOut) {
      const explanation = `The limit of ${this.#limit} messages was reached after ${this.#counted()}; there may be more.`
      return { isComplete: false, reason: 'limit', explanation }
    }
    return { isComplete: true, reason: 'complete', explanation: `All of ${this.#counted()}.` }
  }

  #counted(): string {
    return `${this.#scannedCount} ${this.#scannedCount === 1n ? 'message' : 'messages'} looked at`
  }
}
