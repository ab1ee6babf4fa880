import { english, type Count } from '../../api/languages/grammar.ts'

const lookedAt = (count: Count): string =>
  `${count} ${english.form(count, { one: 'message', other: 'messages' })} looked at`

export const scans = {
  tookTooLong: (limitMs: number) => `It took longer than ${limitMs} ms.`,
  filterTooSlow: (count: number, limitMs: number) =>
    `the filter took longer than ${limitMs} ms at each of ${count} messages in a row`,
  tooLarge: (mebibytes: number) => `it is larger than ${mebibytes} MiB`,
  notOpen: 'These messages are not open any more.',
  notOpenBecause: 'The search was closed, or the back end has started anew.',
  searchAgain: 'Search again.',
  noPartition: (partition: number, topic: string) => `Partition ${partition} of ${topic} cannot be read.`,
  hasPartitions: (count: number) => `The topic has ${count} partitions, numbered from 0.`,
  chooseOthers: 'Choose other partitions.',
  verdict: {
    stopped: (count: Count) => `Stopped after ${lookedAt(count)}.`,
    others: (count: number) => `The same or worse in ${count} more.`,
    limit: (rows: Count, count: Count) =>
      `The limit of ${rows} messages was reached after ${lookedAt(count)}; there may be more.`,
    complete: (count: Count) => `All of ${lookedAt(count)}.`,
  },
  controlRecord: 'Control record',
  notReadAs: (part: 'key' | 'value', format: string, why: string) =>
    `${part === 'key' ? 'Key' : 'Value'}: not ${format}, ${why}`,
  doesNotFit: (part: 'key' | 'value', complaint: string) =>
    `${part === 'key' ? 'Key' : 'Value'}: does not fit its schema: ${complaint}`,
  offsetsNotKnown: 'Its offsets are not known.',
  notToItsEnd: (partition: number, why: string) => `Partition ${partition} cannot be read to its end: ${why}.`,
  ofPartition: (partition: number, why: string) => `Partition ${partition}: ${why}`,
}
