import { english, formatNumber, type Count } from '../../../src-main/api/languages/grammar.ts'

const segmentsOf = (count: Count): string => english.counted(count, { one: 'segment', other: 'segments' })

export const segmentLookup = {
  by: 'Look up by',
  offset: 'Offset',
  time: 'Time',
  begin: 'Look up',
  noOffset: 'An offset is a number, 0 or more',
  noTime: 'Write it as 2026-11-22 14:03:07, or as milliseconds',
  idle: 'Where is an offset, or a time?',
  idleWhat:
    'Brokkr looks it up as Kafka does for a consumer, and shows each step: the segment, the entry of the index, and how far the file was read.',
  label: 'Steps of the look-up',
  open: 'Open the batch',
  outcomes: {
    gone: 'The record is not there any more.',
    'before-start': 'It lies before the first segment.',
    'after-end': 'Nothing that late has been written.',
    damaged: 'The search ended where the file is damaged.',
  },
  nextIs: (offset: string) =>
    `Its batch is there, but compaction has taken the record away. The next one has offset ${offset}.`,
  bounds: (first: string, next: string) => `The files hold offsets from ${first} on; ${next} comes next.`,
  steps: {
    segment: {
      title: 'Segment',
      of: (number: number, count: Count) => `Number ${number} of ${formatNumber(count)}.`,
      byOffset: (base: string, next: string | null) =>
        next === null
          ? `It is the last whose base offset is not above: it begins at ${base}.`
          : `It is the last whose base offset is not above: it begins at ${base}, the next one at ${next}.`,
      byTime: (largest: string) => `It is the first whose largest timestamp is not before: ${largest}.`,
    },
    timeIndex: {
      title: 'Time index',
      result: (timestamp: string | null, offset: string) =>
        timestamp === null
          ? `No entry is early enough: the search begins at offset ${offset}, with the segment.`
          : `The last entry not above says: up to offset ${offset} nothing is younger than ${timestamp}. The search begins there.`,
    },
    offsetIndex: {
      title: 'Offset index',
      result: (offset: string | null, position: string) =>
        offset === null
          ? 'No entry is low enough: the file is read from its start.'
          : `The last entry not above is for offset ${offset}: its batch begins at byte ${position}.`,
      missing: 'There is no such file: the log is read from its start. Kafka makes the index again when it starts.',
      lie: 'No such batch begins there: the index does not tell the truth, and the log is read from its start instead.',
    },
    scan: {
      title: 'Read',
      text: (at: { from: string; to: string; passed: Count; bytes: string }) =>
        `From byte ${at.from} on, header by header: ${english.counted(at.passed, { one: 'batch', other: 'batches' })} passed by, up to byte ${at.to}. ${at.bytes} were gone over.`,
    },
    batch: {
      title: 'Batch',
      text: (at: { position: string; first: string; last: string; bytes: string }) =>
        `At byte ${at.position}, ${at.bytes}, with offsets ${at.first} to ${at.last}.`,
    },
    record: {
      title: 'Record',
      text: (at: { number: Count; count: Count; offset: string; time: string }) =>
        `Number ${formatNumber(at.number)} of ${formatNumber(at.count)} in its batch: offset ${at.offset}, ${at.time}.`,
    },
    compared: (count: Count, total: Count) =>
      `${formatNumber(count)} of ${english.counted(total, { one: 'entry', other: 'entries' })} compared:`,
    lower: 'above, so lower',
    higher: 'not above, so higher',
  },
}

interface CompactionFigures {
  readonly dirty: string
  readonly total: string
  readonly percent: number
  readonly from: string
  readonly to: string
}

export const segmentOutlook = {
  label: 'What goes next',
  nextGo: (count: Count, size: string) => `The next check of retention takes ${segmentsOf(count)} with ${size}.`,
  firstGoes: (at: string, wait: string) =>
    `Retention takes nothing now. The oldest segment goes by its age at ${at}, in ${wait}, if nothing changes.`,
  nothingGoes: 'Retention takes nothing, now or later, if nothing changes.',
  compactionDue: (at: CompactionFigures) =>
    `Compaction is due: ${at.dirty} of ${at.total} (${at.percent}%) are dirty. It compares keys of offsets ${at.from} to ${at.to} with all before, and keeps the latest of each.`,
  compactionLater: (at: CompactionFigures & { missing: string | null; at: string | null }) => {
    const whens = [
      ...(at.missing === null ? [] : [`when about ${at.missing} more are in closed segments`]),
      ...(at.at === null ? [] : [`at ${at.at}`]),
    ]
    const never = 'No share is enough for a min.cleanable.dirty.ratio of 1, and max.compaction.lag.ms sets no time.'
    return `Compaction is not due: ${at.dirty} of ${at.total} (${at.percent}%) are dirty. ${whens.length === 0 ? never : `It is ${whens.join(', or ')}.`}`
  },
  roll: (left: string, at: string | null) =>
    `The active segment is closed when ${left} more are written${at === null ? '' : `, or with the first record after ${at}`}.`,
  columns: { file: 'File', size: 'Size', age: 'Age', goes: 'Goes', why: 'Why', compaction: 'Compaction' },
  next: 'at the next check',
  stays: 'stays',
  inTime: (wait: string) => `in ${wait}`,
  future: 'in the future',
  ageOfFile: 'No record has a timestamp: it is counted from when the file was last written.',
  bySize: (bytes: string) => `By size: when ${bytes} more are written.`,
  reasons: {
    'log-start': 'All of it lies before the log start offset: its records were deleted.',
    size: 'The partition is larger than retention.bytes without it.',
    time: 'Its youngest record is older than retention.ms.',
    'not-deleted': 'cleanup.policy does not delete.',
    'no-limit': 'retention.ms sets no limit.',
    young: 'Its youngest record is not older than retention.ms.',
    'behind-older': 'An older segment stays, and retention goes from the oldest on.',
    empty: 'It is empty.',
    future: 'A record has a timestamp in the future: until then, and retention.ms more, all from here on stays.',
  },
  compaction: {
    clean: 'clean',
    dirty: 'dirty',
    'too-young': 'too young',
    'in-transaction': 'open transaction',
    active: 'active, left alone',
    'not-compacted': '–',
  },
  assume: 'As it is configured; change a value to see what would be',
  reset: 'As configured',
  sources: { topic: 'of this topic', broker: 'of all brokers', default: 'Kafka’s default', assumed: 'assumed' },
}
