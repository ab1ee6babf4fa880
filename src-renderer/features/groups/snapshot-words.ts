import type { SnapshotSummary } from '../../api/groups.ts'
import { formatDuration } from '../../formatting/durations.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp, formatTimestampToSecond } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

/** Why Brokkr, or its user, kept it: `before a reset to offset 12`. */
export function reasonOfSnapshot({ why: { act, detail } }: Pick<SnapshotSummary, 'why'>, zone: TimestampZone): string {
  const words = texts.groups.snapshots.reasons
  switch (act) {
    case 'timestamp':
    case 'undo':
      return words[act](formatTimestampToSecond(BigInt(detail), zone))
    case 'duration':
      return words.duration(formatDuration(Number(detail)))
    case 'offset':
    case 'shift':
    case 'group':
      return words[act](detail)
    case 'snapshot':
      return words.snapshot(/^\d{13,16}$/.test(detail) ? formatTimestamp(BigInt(detail), zone) : detail)
    default:
      return words[act]
  }
}

/** What a list calls it: its name, or its time and why it was taken. */
export function nameOfSnapshot(snapshot: SnapshotSummary, zone: TimestampZone): string {
  const taken = formatTimestampToSecond(snapshot.takenAt, zone)
  return snapshot.name === null ? `${taken} — ${reasonOfSnapshot(snapshot, zone)}` : `${snapshot.name} — ${taken}`
}
