import { english, formatNumber, type Count } from '../../../src-main/api/languages/grammar.ts'

/** The numbers of a finding, as text. */
interface At {
  readonly position: string
  readonly offset: string
  readonly expected: string
  readonly found: string
  readonly entry: string
  /** From the position to the end of the file. */
  readonly left: string
  readonly why: string
}

const indexIs = 'The index does not tell the truth.'
const timeIndexIs = 'The time index does not tell the truth.'

export const segmentCheck = {
  check: {
    begin: 'Check now',
    again: 'Check again',
    stop: 'Stop',
    progress: 'How far the check is',
    failed: 'The check could not be ended.',
    idle: 'Are the files as they were written?',
    idleWhat:
      'Brokkr computes the CRC of every batch, looks whether offsets grow, and compares every entry of every index with the log. Nothing is changed.',
    figures: (at: { checked: string; total: string; batches: string; entries: string; speed: string }) =>
      `${at.checked} of ${at.total}  ·  ${at.batches} batches  ·  ${at.entries} index entries  ·  ${at.speed}/s`,
    verdicts: {
      findings: (count: Count) => english.counted(count, { one: 'finding', other: 'findings' }),
      sound: 'all sound',
      stopped: 'not checked to the end',
    },
    nothingFound: 'Nothing is wrong',
    nothingFoundWhat:
      'Every batch that was checked is whole and fits its CRC, and every index entry leads where it says.',
    findings: 'Findings',
    show: 'Show it',
    columns: { what: 'What', file: 'File', position: 'Position', offset: 'Offset' },
  },
  findings: {
    'torn-header': {
      what: 'The file ends in the middle of a batch header.',
      why: ({ position, left }: At) => `At byte ${position} only ${left} are left: the last write was cut off.`,
    },
    'torn-batch': {
      what: 'The last batch was not written to its end.',
      why: ({ position, found, left }: At) =>
        `The batch at byte ${position} says that it has ${found} bytes, but the file has ${left} left.`,
    },
    zeros: {
      what: 'The file ends in zeros.',
      why: ({ position, left }: At) => `From byte ${position} on ${left} were reserved and never written.`,
    },
    'impossible-size': {
      what: 'There is no batch where one should begin.',
      why: ({ position, found, left }: At) =>
        `At byte ${position} stands a size of ${found} bytes, which no batch has. ${left} behind it cannot be read.`,
    },
    'unknown-magic': {
      what: 'The format of a batch is not known.',
      why: ({ position, found, left }: At) =>
        `At byte ${position} the batch says that it has format ${found}; Kafka knows 0, 1 and 2. ${left} from there on cannot be read.`,
    },
    crc: {
      what: 'A checksum does not fit its batch.',
      why: ({ position, offset }: At) =>
        `The batch at byte ${position}, offset ${offset}, has changed after it was written, or was never written completely.`,
    },
    'offset-order': {
      what: 'Offsets do not grow.',
      why: ({ position, expected, found }: At) =>
        `The batch at byte ${position} begins at offset ${found}; after the one before it, ${expected} or more must come.`,
    },
    'index-length': {
      what: 'The index is cut.',
      why: ({ expected, found }: At) => `Its ${found} bytes are no multiple of ${expected}, the size of an entry.`,
    },
    'index-missing': {
      what: 'The offset index is missing.',
      why: () => 'Without it every search reads the log from its start.',
    },
    'index-order': {
      what: indexIs,
      why: ({ entry, offset, position }: At) =>
        `Entry ${entry} (offset ${offset}, byte ${position}) is not above the one before it.`,
    },
    'index-position': {
      what: indexIs,
      why: ({ entry, offset, position }: At) =>
        `Entry ${entry} says that offset ${offset} is at byte ${position}, where no batch begins.`,
    },
    'index-offset': {
      what: indexIs,
      why: ({ entry, position, expected, found }: At) =>
        `Entry ${entry} says that the batch at byte ${position} ends at offset ${expected}, but it ends at ${found}.`,
    },
    'time-order': {
      what: timeIndexIs,
      why: ({ entry }: At) => `The timestamp of entry ${entry} is not above the one before it.`,
    },
    'time-offset': {
      what: timeIndexIs,
      why: ({ entry, offset, found }: At) =>
        `Entry ${entry} names offset ${offset}, where no batch ends (found: ${found}).`,
    },
    'time-timestamp': {
      what: timeIndexIs,
      why: ({ entry, offset, expected, found }: At) =>
        `Entry ${entry} says that the batch of offset ${offset} has the timestamp ${expected}, but its largest is ${found}.`,
    },
    'transaction-version': {
      what: 'The index of aborted transactions cannot be read.',
      why: ({ entry, found }: At) => `Entry ${entry} has version ${found}, and only 0 is known.`,
    },
    'transaction-order': {
      what: 'The index of aborted transactions does not tell the truth.',
      why: ({ entry }: At) => `Entry ${entry} is out of order.`,
    },
    'transaction-marker': {
      what: 'The index of aborted transactions does not tell the truth.',
      why: ({ entry, offset, expected }: At) =>
        `Entry ${entry} says that a transaction of producer ${expected} was aborted at offset ${offset}, where no such marker is.`,
    },
    snapshot: {
      what: 'A snapshot of producers is damaged.',
      why: () => 'Its length, its version or its CRC is wrong.',
    },
    'unreadable-file': { what: 'A file could not be read.', why: ({ why }: At) => `The system says: ${why}.` },
  },
}

/** What Kafka does about it when it starts next. */
export const segmentNext = {
  snapshot: 'When Kafka starts it removes such a snapshot and learns of the producers from an older one and the log.',
  transactionIndex: 'When Kafka starts it makes this index again from the log.',
  logAnyway:
    'A broker that starts after a crash cuts a damaged end off at the last whole batch; what was acknowledged stands before it.',
  indexAnyway: 'An index is derived from its log and can be made again; until then searches may go astray.',
  logRunning:
    'A broker has the directory open. Readers that come here get an error or less than there is; nothing is cut before the next start.',
  indexRunning: 'A broker has the directory open and goes by the index that it has in memory.',
  logClean:
    'The last stop was clean: Kafka trusts the files and does not look. Readers that come here get an error, and if it is the end of the last segment, Kafka may give offsets out a second time.',
  indexClean:
    'The last stop was clean: Apache Kafka trusts the index and may answer wrongly by it. Remove the file while no broker runs, and it is made again. Brokkr’s own broker finds such an index and makes it again by itself.',
  logBefore: (recoveryPoint: bigint) =>
    `It lies before the recovery point ${recoveryPoint}: the next start does not look here, and readers that come here get an error.`,
  indexBefore:
    'It lies before the recovery point: the next start of Apache Kafka trusts the index. Remove the file while no broker runs, and it is made again.',
  indexMissing: 'The next start makes it again from the log.',
  indexRebuilt: 'The last stop was not clean: the next start makes the indexes of this segment again from the log.',
  cut: (behind: Count) =>
    behind === 0
      ? 'The last stop was not clean: the next start of Kafka reads this segment again and cuts it off here, at the last whole batch.'
      : `The last stop was not clean: the next start of Apache Kafka reads this segment again, cuts it off here, and removes the ${formatNumber(behind)} behind it.`,
}
