import { describe, expect, test } from 'vitest'
import type { Outlook, OutlookConfigName } from '../../../src-main/api/segment-outlook.ts'
import type { SegmentFile, StartState } from '../../../src-main/api/segments.ts'
import { outlookOf } from '../../../src-main/segments/outlook.ts'

const hour = 3_600_000n
const now = 1_700_000_000_000n

/** Segments of a hundred offsets and a hundred bytes, their youngest records so many hours old. */
function segmentsAged(...hours: readonly number[]): SegmentFile[] {
  return hours.map((age, at) => ({
    baseOffset: BigInt(at * 100),
    nextOffset: BigInt(at * 100 + 100),
    sizeBytes: 100,
    firstTimestamp: now - hour * BigInt(age) - 60_000n,
    lastTimestamp: now - hour * BigInt(age),
    isActive: at === hours.length - 1,
    fileName: `${at}.log`,
    modifiedAt: now,
  }))
}

const start: StartState = {
  state: 'clean',
  recoveryPoint: null,
  logStartOffset: null,
  highWatermark: null,
  firstDirtyOffset: null,
}

const defaults: Readonly<Record<OutlookConfigName, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'segment.bytes': '1000',
  'segment.ms': String(24n * hour),
  'min.cleanable.dirty.ratio': '0.5',
  'min.compaction.lag.ms': '0',
  'max.compaction.lag.ms': '9223372036854775807',
  'delete.retention.ms': '86400000',
  'file.delete.delay.ms': '60000',
}

function outlook(
  segments: readonly SegmentFile[],
  configs: Partial<Record<OutlookConfigName, string>> = {},
  { openTransaction = null, ...state }: Partial<StartState> & { openTransaction?: bigint | null } = {},
): Outlook {
  const all = Object.entries({ ...defaults, ...configs }) as [OutlookConfigName, string][]
  const given = all.map(([name, value]) => ({ name, value, source: 'default' as const }))
  return outlookOf({ configs: given, segments, start: { ...start, ...state }, openTransaction, now })
}

const reasons = ({ segments }: Outlook) =>
  segments.map(({ isNext, reason }) => `${isNext ? 'goes' : 'stays'}: ${reason}`)

describe('retention', () => {
  test('takes what is older than its time, the active segment too, from the oldest on', () => {
    const configs = { 'retention.ms': String(5n * hour) }
    expect(reasons(outlook(segmentsAged(9, 6, 3, 0), configs))).toEqual([
      'goes: time',
      'goes: time',
      'stays: young',
      'stays: young',
    ])
    expect(reasons(outlook(segmentsAged(9, 8), configs))).toEqual(['goes: time', 'goes: time'])
  })

  test('tells when the rest goes, each after those before it', () => {
    const { segments } = outlook(segmentsAged(3, 4, 0), { 'retention.ms': String(5n * hour) })
    expect(segments.map(({ deleteAt }) => deleteAt && deleteAt - now)).toEqual([
      2n * hour + 1n,
      2n * hour + 1n,
      5n * hour + 1n,
    ])
  })

  test('a timestamp in the future keeps everything behind it', () => {
    const segments = segmentsAged(9, -2, 9)
    expect(reasons(outlook(segments, { 'retention.ms': String(5n * hour) }))).toEqual([
      'goes: time',
      'stays: future',
      'stays: behind-older',
    ])
  })

  test('takes by size while the rest is as large as it may be', () => {
    const seen = outlook(segmentsAged(3, 2, 1, 0), { 'retention.bytes': '250' })
    expect(reasons(seen)).toEqual(['goes: size', 'stays: no-limit', 'stays: no-limit', 'stays: no-limit'])
    expect(seen.segments.map(({ bytesUntilDeleted }) => bytesUntilDeleted)).toEqual([0n, 50n, 150n, 250n])
  })

  test('takes what was deleted by its offsets, whatever the policy', () => {
    const seen = outlook(segmentsAged(3, 2, 1), { 'cleanup.policy': 'compact' }, { logStartOffset: 100n })
    expect(reasons(seen)).toEqual(['goes: log-start', 'stays: not-deleted', 'stays: not-deleted'])
  })

  test('a segment without timestamps is as old as its file', () => {
    const [segment] = segmentsAged(0)
    const bare = { ...segment, lastTimestamp: null, firstTimestamp: null, modifiedAt: now - 9n * hour } as SegmentFile
    expect(outlook([bare], { 'retention.ms': String(5n * hour) }).segments).toEqual([
      expect.objectContaining({ isNext: true, isAgeOfFile: true }),
    ])
  })
})

describe('compaction', () => {
  const compact = { 'cleanup.policy': 'compact' }

  test('compares what is dirty with all before the active segment', () => {
    const seen = outlook(segmentsAged(4, 3, 2, 1), compact, { firstDirtyOffset: 200n })
    expect(seen.compaction).toMatchObject({
      dirtyBytes: 100n,
      totalBytes: 300n,
      isDue: false,
      firstUncleanableOffset: 300n,
    })
    expect(seen.segments.map(({ compaction }) => compaction)).toEqual(['clean', 'clean', 'dirty', 'active'])
    // (100 + 101) / (300 + 101) is more than a half.
    expect(seen.compaction?.bytesUntilDue).toBe(101n)
  })

  test('is due above the ratio, or when something waits longer than it may', () => {
    expect(outlook(segmentsAged(4, 3, 2), compact).compaction).toMatchObject({ dirtyRatio: 1, isDue: true })
    const late = { ...compact, 'max.compaction.lag.ms': String(2n * hour), 'min.cleanable.dirty.ratio': '1' }
    expect(outlook(segmentsAged(4, 3, 2), late).compaction).toMatchObject({ isDue: true })
  })

  test('no share of dirty bytes is enough for a ratio of 1', () => {
    const never = { ...compact, 'min.cleanable.dirty.ratio': '1' }
    expect(outlook(segmentsAged(4, 3, 2), never).compaction).toMatchObject({ isDue: false, bytesUntilDue: null })
  })

  test('leaves alone what is young', () => {
    const seen = outlook(segmentsAged(4, 1, 0), { ...compact, 'min.compaction.lag.ms': String(2n * hour) })
    expect(seen.segments.map(({ compaction }) => compaction)).toEqual(['dirty', 'too-young', 'active'])
  })

  test('leaves alone the segment in which an open transaction begins, and all behind it', () => {
    const seen = outlook(segmentsAged(4, 3, 2, 1), compact, { openTransaction: 150n })
    expect(seen.compaction).toMatchObject({ firstUncleanableOffset: 100n, openTransaction: 150n, dirtyBytes: 100n })
    expect(seen.segments.map(({ compaction }) => compaction)).toEqual([
      'dirty',
      'in-transaction',
      'in-transaction',
      'active',
    ])
    // One that began in the active segment holds nothing back.
    const later = outlook(segmentsAged(4, 3), compact, { openTransaction: 150n })
    expect(later.compaction).toMatchObject({ firstUncleanableOffset: 100n, openTransaction: null })
  })
})

test('the active segment is closed by size or by the age of its first record', () => {
  expect(outlook(segmentsAged(4, 1)).roll).toEqual({ leftBytes: 900n, rollAt: now - hour - 60_000n + 24n * hour })
  const soon = { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': String(2n * hour) }
  expect(outlook(segmentsAged(4, 1), soon).roll).toMatchObject({ rollAt: now + hour - 60_000n })
})
