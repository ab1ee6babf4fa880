import { english, type Count } from '../../api/languages/grammar.ts'

export const transfers = {
  lineTooLong: (line: number, mebibytes: number) =>
    `line ${line} is longer than ${mebibytes} MiB: the file is probably not JSON Lines`,
  unusable: {
    file: { what: 'The file cannot be read.', remedy: 'Choose another file, or correct this one.' },
    template: { what: 'No messages can be made of the template.', remedy: 'Correct the template.' },
  },
  fileProblems: {
    notThere: (path: string) => `There is no file ${path}.`,
    notAllowed: (path: string) => `The user that Brokkr runs as may not read ${path}.`,
    noFile: (path: string) => `${path} is a folder.`,
    other: (path: string, why: string) => `${path}: ${why}`,
  },
  noColumns: 'The first row of CSV must name the columns, with a key or a value among them, unless columns are mapped.',
  unknownExpression: (expression: string) =>
    `{{${expression}}} is neither index, now or today nor something that Faker can make up.`,
  noArguments: (expression: string) => `The arguments of {{${expression}}} are no JSON.`,
  notMade: (expression: string, why: string) => `Faker does not make {{${expression}}} up: ${why}`,
  noEnd: (begun: string) => `${begun} has no end: braces that open an expression are closed by }}.`,
  nothingThere: 'There was no message in the source.',
  stopped: 'Stopped.',
  stoppedAfterRows: (count: number) => `Stopped after ${count} rows.`,
  allRows: (count: number) => `All ${count} rows.`,
  rowsGone: (count: number) => `${count} of the rows were deleted meanwhile.`,
  written: (count: Count, failed: number) =>
    `${count} ${english.form(count, { one: 'message', other: 'messages' })} written${failed > 0 ? `, ${failed} not` : ''}.`,
  refused: (count: number, partition: number, why: string) =>
    `${count} messages to partition ${partition} were refused: ${why}`,
  refusedBy: (topic: string, { count, partition, why }: { count: number; partition: number; why: string }) =>
    `${count} messages to partition ${partition} of ${topic} were not written: ${why}`,
  namesNoTopic: (header: string) => `it has no header ${header} that names a topic`,
  wouldGoBack: (topic: string) => `it would go back to ${topic}, where it comes from`,
  bytesNotRead: 'its bytes could not be read',
  noPartitionOf: (topic: string, partition: number) => `${topic} has no partition ${partition}`,
  noPartition: (partition: number, count: number) => `partition ${partition} does not exist: the topic has ${count}`,
  noObject: 'it is no JSON object, such as {"key":"k","value":"v"}',
  noBase64: (name: string) => `${name}: what stands in base64 is none`,
  headersAre: 'headers are a list such as [{"key":"h","value":"1"}]',
  noInteger: (name: string, text: string) => `${name} is ${text}, not an integer`,
  columnCount: (count: number, wanted: number) => `it has ${count} columns instead of ${wanted}`,
  unknownEncoding: (name: string, encoding: string) => `${name} is ${encoding}; it can be null, text or base64`,
  noColumn: (name: string) => `there is no column ${name}`,
  noMember: (path: string) => `there is no ${path}`,
  ofLine: (line: number, why: string) => `Line ${line}: ${why}`,
  wouldRedrive: (count: number, found: number) => `${count} of ${found} messages would be written.`,
  redriven: (count: number, found: number) => `${count} of ${found} messages written.`,
  cannotBeSentOn: (count: number) => `${count} cannot be sent on.`,
}
