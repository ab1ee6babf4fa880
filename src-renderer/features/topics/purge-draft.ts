import type { PurgeTarget } from '../../api/topics.ts'
import { parseTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'

/** What the user has filled in so far. */
export interface PurgeDraft {
  readonly to: PurgeTarget['to']
  readonly offset: string
  readonly time: string
  /** Null: all of them. */
  readonly partitions: readonly number[] | null
}

const LARGEST_OFFSET = 9_223_372_036_854_775_807n

/** Null while what is asked for cannot be understood. */
export function targetOfPurge({ to, offset, time }: PurgeDraft, zone: TimestampZone): PurgeTarget | null {
  if (to === 'end') return { to }
  if (to === 'offset') {
    if (!/^\d{1,19}$/.test(offset.trim())) return null
    const asked = BigInt(offset.trim())
    return asked > LARGEST_OFFSET ? null : { to, offset: asked }
  }
  const timestamp = parseTimestamp(time, zone)
  return timestamp === null ? null : { to, timestamp }
}
