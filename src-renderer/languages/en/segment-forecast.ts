import { english, type Count } from '../../../src-main/api/languages/grammar.ts'

const records = (count: Count): string => english.counted(count, { one: 'record', other: 'records' })
const batches = (count: Count): string => english.counted(count, { one: 'batch', other: 'batches' })

interface Taken {
  readonly records: Count
  readonly of: Count
  readonly size: string
  readonly gone: Count
  readonly emptied: Count
  readonly shrunk: Count
}

/** What the next round of compaction takes, record by record. */
export const segmentForecast = {
  progress: 'Reading what the next round of compaction reads',
  takes: (at: Taken) =>
    `The next round of compaction takes ${records(at.records)} of ${at.of}, about ${at.size}: ${batches(at.gone)} whole, part of ${at.shrunk}${at.emptied === 0 ? '' : `; ${at.emptied} more keep only their header`}.`,
  takesNothing: 'The next round of compaction takes no record.',
  reasons: {
    overtaken: (count: Count) => `${records(count)} with a later one of the same key`,
    tombstone: (count: Count) =>
      `${english.counted(count, { one: 'tombstone', other: 'tombstones' })} past the delete horizon`,
    aborted: (count: Count) => `${records(count)} of aborted transactions`,
    marker: (count: Count) =>
      `${english.counted(count, { one: 'marker', other: 'markers' })} of transactions that are gone`,
    'no-key': (count: Count) => `${records(count)} without a key`,
  },
  because: (reasons: string) => `Of these: ${reasons}.`,
  waiting: (count: Count, at: string) =>
    `${english.counted(count, { one: 'tombstone or marker stays', other: 'tombstones and markers stay' })} for the delete horizon, the first until ${at}.`,
  marked: (count: Count, until: string) =>
    `${english.counted(count, { one: 'tombstone or marker is', other: 'tombstones and markers are' })} met for the first time: free to go in rounds after ${until}.`,
  isPart: (end: string) =>
    `There are more keys than a round remembers: it ends at offset ${end}, and another one follows.`,
  held: (offset: string) =>
    `A transaction is open since offset ${offset}: its segment and those behind it are left alone.`,
  problem: (position: string, file: string) =>
    `The batch at byte ${position} of ${file} cannot be read: there compaction fails, and Kafka gives this partition up.`,
  column: 'Taken next',
  goes: 'goes',
  loses: (percent: number) => `loses ${percent}%`,
  stays: 'stays',
  taken: (count: Count, size: string) => `${records(count)}, ${size}`,
  scale: { from: 'stays', to: 'goes' },
  fates: {
    stays: 'stays',
    overtaken: 'a later record has its key',
    tombstone: 'a tombstone past its delete horizon',
    aborted: 'its transaction was aborted',
    marker: 'nothing of its transaction is left',
    'no-key': 'it has no key',
  },
  fate: (why: string) => `Compaction takes it: ${why}.`,
  overtakenBy: (offset: string) => `Compaction takes it: offset ${offset} has the same key.`,
  until: (at: string) => `Stays until ${at}.`,
}
