import { english, type Count } from '../../api/languages/grammar.ts'

export const transfers = {
  lineTooLong: (line: number, mebibytes: number) =>
    `line ${line} is longer than ${mebibytes} MiB: the file is probably not JSON Lines`,
  stopped: 'Stopped.',
  stoppedAfterRows: (count: number) => `Stopped after ${count} rows.`,
  allRows: (count: number) => `All ${count} rows.`,
  rowsGone: (count: number) => `${count} of the rows were deleted meanwhile.`,
  written: (count: Count, failed: number) =>
    `${count} ${english.form(count, { one: 'message', other: 'messages' })} written${failed > 0 ? `, ${failed} not` : ''}.`,
  refused: (count: number, partition: number, why: string) =>
    `${count} messages to partition ${partition} were refused: ${why}`,
  noPartition: (partition: number, count: number) => `partition ${partition} does not exist: the topic has ${count}`,
  ofLine: (line: number, why: string) => `Line ${line}: ${why}`,
  wouldRedrive: (count: number, found: number) => `${count} of ${found} messages would be written.`,
  redriven: (count: number, found: number) => `${count} of ${found} messages written.`,
  cannotBeSentOn: (count: number) => `${count} cannot be sent on.`,
}
