import type { LogConfig } from './log-config.ts'
import type { SegmentList } from './segment-list.ts'
import type { Segment } from './segment.ts'

export interface RetentionState {
  readonly config: LogConfig
  readonly logStartOffset: bigint
  readonly highWatermark: bigint
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * The oldest segments that may go, in order: those before the log start, then those that exceed `retention.bytes`, then those older
 * than `retention.ms`. The active segment may be among them (then it is rolled first), but not while it is empty.
 */
export function deletableSegments(segments: SegmentList, state: RetentionState): Segment[] {
  const { config, logStartOffset, now } = state
  const all = segments.all()
  const isBeforeStart = (_segment: Segment, end: bigint | null) => end !== null && end <= logStartOffset
  let count = countWhile(all, state, isBeforeStart)
  if (!config.cleanupPolicy.delete) return all.slice(0, count)

  if (config.retentionBytes >= 0) {
    let excess = all.slice(count).reduce((sum, { size }) => sum + size, 0) - config.retentionBytes
    count += countWhile(all.slice(count), state, ({ size }) => {
      if (excess < size) return false
      excess -= size
      return true
    })
  }
  if (config.retentionMs >= 0) {
    count += countWhile(all.slice(count), state, (segment) => now - Number(segment.ageTimestamp) > config.retentionMs)
  }
  return all.slice(0, count)
}

function countWhile(
  segments: readonly Segment[],
  { highWatermark }: RetentionState,
  isDeletable: (segment: Segment, nextBaseOffset: bigint | null) => boolean,
): number {
  let count = 0
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]?.baseOffset ?? null
    if (next === null && segment.size === 0) break
    if ((next ?? highWatermark) > highWatermark || !isDeletable(segment, next)) break
    count += 1
  }
  return count
}
