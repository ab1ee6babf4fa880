import type { CompactionForecast, ForetoldRecord } from '../../api/segments.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

const REASONS = ['overtaken', 'tombstone', 'aborted', 'marker', 'no-key'] as const

/** What the next round of compaction takes, why, and what has to wait. */
export function forecastSentences(forecast: CompactionForecast, zone: TimestampZone): string[] {
  const { forecast: words } = texts.segments
  const { segments, reasons, waiting, marked, problem } = forecast
  const sum = (of: (segment: (typeof segments)[number]) => number) => segments.reduce((all, each) => all + of(each), 0)
  const records = sum(({ goneRecords }) => goneRecords)
  const gone = sum(({ goneBatches }) => goneBatches)
  const why = REASONS.flatMap((reason) => {
    const count = reasons[reason] ?? 0
    return count === 0 ? [] : [words.reasons[reason](count)]
  })
  const taken = {
    records,
    of: sum(({ recordCount }) => recordCount),
    size: formatBytes(sum(({ goneBytes }) => goneBytes)),
    gone,
    emptied: sum(({ emptiedBatches }) => emptiedBatches),
    shrunk: sum(({ shrunkBatches }) => shrunkBatches),
  }
  return [
    records === 0 && gone === 0 ? words.takesNothing : words.takes(taken),
    ...(why.length === 0 ? [] : [words.because(why.join(', '))]),
    ...(waiting.firstAt === null ? [] : [words.waiting(waiting.count, formatTimestamp(waiting.firstAt, zone))]),
    ...(marked.count === 0 ? [] : [words.marked(marked.count, formatTimestamp(marked.until, zone))]),
    ...(forecast.isPart ? [words.isPart(formatOffset(forecast.endOffset))] : []),
    ...(problem === null ? [] : [words.problem(String(problem.position), problem.fileName)]),
  ]
}

/** Which part of a batch goes; null: compaction does not touch it. */
export function shareWords(share: number | null | undefined): string | null {
  const { forecast: words } = texts.segments
  if (share === null || share === undefined) return null
  if (share >= 1) return words.goes
  return share <= 0 ? words.stays : words.loses(Math.max(1, Math.min(99, Math.round(share * 100))))
}

/** Null for a record that stays for good, as far as is known. */
export function fateWords(record: ForetoldRecord | undefined, zone: TimestampZone): string | null {
  const { forecast: words } = texts.segments
  if (record === undefined) return null
  if (record.overtakenBy !== null) return words.overtakenBy(formatOffset(record.overtakenBy))
  if (record.fate !== 'stays') return words.fate(words.fates[record.fate])
  return record.horizonMs === null ? null : words.until(formatTimestamp(record.horizonMs, zone))
}
