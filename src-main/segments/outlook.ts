import type { Outlook, OutlookConfigName, SegmentOutlook } from '../api/segment-outlook.ts'
import type { SegmentFile, StartState } from '../api/segments.ts'

export interface OutlookInput {
  readonly configs: Outlook['configs']
  /** Oldest first, the active one last. */
  readonly segments: readonly SegmentFile[]
  readonly start: StartState
  /** First offset of the oldest transaction that is open; null: none is. */
  readonly openTransaction: bigint | null
  /** Milliseconds since 1970. */
  readonly now: bigint
}

interface Settings {
  readonly deletes: boolean
  readonly compacts: boolean
  readonly retentionMs: bigint
  readonly retentionBytes: bigint
  readonly segmentBytes: bigint
  readonly segmentMs: bigint
  readonly dirtyRatio: number
  readonly minLagMs: bigint
  readonly maxLagMs: bigint
}

/** "Never" in Kafka's configs, and everything that is as good as that. */
const never = 2n ** 62n

/** What retention and compaction take next by the rules of Kafka's log manager and cleaner. Pure. */
export function outlookOf(input: OutlookInput): Outlook {
  const settings = settingsOf(input.configs)
  const compaction = settings.compacts ? compactionOf(input, settings) : null
  return {
    configs: input.configs,
    now: input.now,
    segments: retentionOf(input, settings).map((segment) => ({
      ...segment,
      compaction: compactionState(segment, { compaction, segments: input.segments }),
    })),
    roll: rollOf(input, settings),
    compaction,
  }
}

function settingsOf(configs: Outlook['configs']): Settings {
  const text = (name: OutlookConfigName): string => configs.find((each) => each.name === name)?.value.trim() ?? ''
  const whole = (name: OutlookConfigName): bigint => (/^-?\d+$/.test(text(name)) ? BigInt(text(name)) : -1n)
  const policy = text('cleanup.policy')
    .split(',')
    .map((each) => each.trim())
  const ratio = Number(text('min.cleanable.dirty.ratio'))
  return {
    deletes: policy.includes('delete'),
    compacts: policy.includes('compact'),
    retentionMs: whole('retention.ms'),
    retentionBytes: whole('retention.bytes'),
    segmentBytes: whole('segment.bytes'),
    segmentMs: whole('segment.ms'),
    dirtyRatio: Number.isFinite(ratio) ? ratio : 0.5,
    minLagMs: whole('min.compaction.lag.ms'),
    maxLagMs: whole('max.compaction.lag.ms'),
  }
}

type WithoutCompaction = Omit<SegmentOutlook, 'compaction'>

/**
 * Retention goes from the oldest segment on and stops at the first that stays: three times, for the log start, for the
 * size and for the time.
 */
function retentionOf({ segments, start, now }: OutlookInput, settings: Settings): WithoutCompaction[] {
  const total = segments.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n)
  const logStart = start.logStartOffset ?? segments[0]?.baseOffset ?? 0n
  let goneBytes = 0n
  let isBlocked = false
  let latestDeletion: bigint | null = 0n
  return segments.map((segment, index) => {
    const rest = total - goneBytes
    const age = ageOf(segment)
    const isStarted =
      (segments[index + 1]?.baseOffset ?? null) !== null && (segments[index + 1]?.baseOffset ?? 0n) <= logStart
    const judged = judge(segment, { settings, rest, age: age.ageTimestamp, isStarted, now })
    const isNext = judged.isNext && !isBlocked
    if (isNext) goneBytes += BigInt(segment.sizeBytes)
    const ownDeletion = judged.deleteAt
    // One goes only when all before it are gone.
    latestDeletion =
      latestDeletion === null || ownDeletion === null
        ? null
        : ownDeletion > latestDeletion
          ? ownDeletion
          : latestDeletion
    const reason = judged.isNext && isBlocked ? 'behind-older' : judged.reason
    if (!isNext) isBlocked = true
    return {
      baseOffset: segment.baseOffset,
      fileName: segment.fileName,
      sizeBytes: segment.sizeBytes,
      ...age,
      isNext,
      reason,
      deleteAt: isNext ? now : latestDeletion,
      bytesUntilDeleted: bytesUntilDeleted(segments, index, settings),
    }
  })
}

interface Judgement {
  readonly settings: Settings
  /** Of all segments that are left. */
  readonly rest: bigint
  readonly age: bigint
  readonly isStarted: boolean
  readonly now: bigint
}

function judge(
  segment: SegmentFile,
  { settings, rest, age, isStarted, now }: Judgement,
): { isNext: boolean; reason: SegmentOutlook['reason']; deleteAt: bigint | null } {
  const { deletes, retentionMs, retentionBytes } = settings
  if (isStarted) return { isNext: true, reason: 'log-start', deleteAt: now }
  if (!deletes) return { isNext: false, reason: 'not-deleted', deleteAt: null }
  const deleteAt = retentionMs < 0n || retentionMs >= never ? null : age + retentionMs + 1n
  if (segment.isActive && segment.sizeBytes === 0) return { isNext: false, reason: 'empty', deleteAt: null }
  if (retentionBytes >= 0n && rest - retentionBytes >= BigInt(segment.sizeBytes)) {
    return { isNext: true, reason: 'size', deleteAt: now }
  }
  if (deleteAt === null) return { isNext: false, reason: 'no-limit', deleteAt: null }
  if (deleteAt <= now) return { isNext: true, reason: 'time', deleteAt: now }
  return { isNext: false, reason: age > now ? 'future' : 'young', deleteAt }
}

/** By the largest timestamp of its records; where none has one, by when its file was written. */
function ageOf({ lastTimestamp, modifiedAt }: SegmentFile): { ageTimestamp: bigint; isAgeOfFile: boolean } {
  return lastTimestamp === null
    ? { ageTimestamp: modifiedAt, isAgeOfFile: true }
    : { ageTimestamp: lastTimestamp, isAgeOfFile: false }
}

/** A segment goes by size when all from it on, less itself, are still as much as the limit. */
function bytesUntilDeleted(
  segments: readonly SegmentFile[],
  index: number,
  { deletes, retentionBytes }: Settings,
): bigint | null {
  if (!deletes || retentionBytes < 0n || retentionBytes >= never) return null
  const behind = segments.slice(index + 1).reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n)
  return retentionBytes > behind ? retentionBytes - behind : 0n
}

/** The active segment is closed before an append that would make it too large, or too old. */
function rollOf({ segments }: OutlookInput, settings: Settings): Outlook['roll'] {
  const { segmentBytes, compacts, maxLagMs } = settings
  // What compaction must have looked at in time must be in a closed segment by then.
  const isBound = compacts && maxLagMs >= 0n && maxLagMs < settings.segmentMs
  const segmentMs = isBound ? maxLagMs : settings.segmentMs
  const active = segments.at(-1)
  if (active === undefined) return null
  const left = segmentBytes - BigInt(active.sizeBytes)
  const first = active.firstTimestamp
  const isTimed = first !== null && segmentMs >= 0n && segmentMs < never
  return { leftBytes: left > 0n ? left : 0n, rollAt: isTimed ? first + segmentMs : null }
}

/** The cleaner compares what is dirty with everything before it, whole segments, never the active one. */
function compactionOf(
  { segments, start, now, openTransaction }: OutlookInput,
  settings: Settings,
): NonNullable<Outlook['compaction']> {
  const firstOffset = start.logStartOffset ?? segments[0]?.baseOffset ?? 0n
  const end = segments.at(-1)?.nextOffset ?? segments.at(-1)?.baseOffset ?? 0n
  const checkpoint = start.firstDirtyOffset ?? firstOffset
  const firstDirtyOffset = checkpoint < firstOffset || checkpoint > end ? firstOffset : checkpoint
  const closed = segments.slice(0, -1)
  const tooYoung = closed.find(
    (segment) => settings.minLagMs > 0n && ageOf(segment).ageTimestamp > now - settings.minLagMs,
  )
  const closedEnd = tooYoung?.baseOffset ?? segments.at(-1)?.baseOffset ?? firstDirtyOffset
  const isHeld = openTransaction !== null && openTransaction < closedEnd
  // The segment in which an open transaction begins is left alone as a whole.
  const limit = isHeld
    ? (segments.findLast(({ baseOffset }) => baseOffset <= openTransaction)?.baseOffset ?? firstDirtyOffset)
    : closedEnd
  const firstUncleanableOffset = limit > firstDirtyOffset ? limit : firstDirtyOffset
  const cleanable = closed.filter(({ baseOffset }) => baseOffset < firstUncleanableOffset)
  const endOf = (segment: SegmentFile) => segments[segments.indexOf(segment) + 1]?.baseOffset ?? end
  const dirty = cleanable.filter((segment) => endOf(segment) > firstDirtyOffset)
  const [dirtyBytes, totalBytes] = [sumOf(dirty), sumOf(cleanable)]
  const dirtyRatio = totalBytes === 0n ? 0 : Number(dirtyBytes) / Number(totalBytes)
  const dueAt = dueByLag(dirty, settings)
  const isDue = dirtyBytes > 0n && (dirtyRatio > settings.dirtyRatio || (dueAt !== null && dueAt < now))
  return {
    firstDirtyOffset,
    firstUncleanableOffset,
    openTransaction: isHeld ? openTransaction : null,
    dirtyBytes,
    totalBytes,
    dirtyRatio,
    isDue,
    dueAt,
    bytesUntilDue: isDue ? 0n : bytesUntilDue(Number(dirtyBytes), Number(totalBytes), settings.dirtyRatio),
  }
}

function dueByLag(dirty: readonly SegmentFile[], { maxLagMs }: Settings): bigint | null {
  if (maxLagMs < 0n || maxLagMs >= never) return null
  const first = dirty.flatMap(({ firstTimestamp }) => (firstTimestamp === null ? [] : [firstTimestamp]))
  const oldest = first.reduce<bigint | null>((min, each) => (min === null || each < min ? each : min), null)
  return oldest === null ? null : oldest + maxLagMs
}

/** (dirty + x) / (total + x) must become more than the ratio; null: it never does. */
function bytesUntilDue(dirty: number, total: number, ratio: number): bigint | null {
  if (ratio >= 1) return null
  const needed = (ratio * total - dirty) / (1 - ratio)
  return BigInt(Math.max(1, Math.floor(needed) + 1))
}

function sumOf(segments: readonly SegmentFile[]): bigint {
  return segments.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n)
}

function compactionState(
  { baseOffset }: WithoutCompaction,
  { compaction, segments }: { readonly compaction: Outlook['compaction']; readonly segments: readonly SegmentFile[] },
): SegmentOutlook['compaction'] {
  if (compaction === null) return 'not-compacted'
  if (baseOffset === segments.at(-1)?.baseOffset) return 'active'
  if (baseOffset >= compaction.firstUncleanableOffset) {
    return compaction.openTransaction === null ? 'too-young' : 'in-transaction'
  }
  return baseOffset >= compaction.firstDirtyOffset ? 'dirty' : 'clean'
}
