import { russian } from '../../api/languages/grammar.ts'
import type { transfers as English } from '../en/transfers.ts'

export const transfers: typeof English = {
  lineTooLong: (line, mebibytes) => `строка ${line} длиннее ${mebibytes} МиБ: вероятно, файл — не JSON Lines`,
  unusable: {
    file: { what: 'Файл не читается.', remedy: 'Выберите другой файл или исправьте этот.' },
    template: { what: 'По этому шаблону сообщения не создать.', remedy: 'Исправьте шаблон.' },
  },
  fileProblems: {
    notThere: (path) => `Файла ${path} нет.`,
    notAllowed: (path) => `У пользователя, от имени которого работает Brokkr, нет права читать ${path}.`,
    noFile: (path) => `${path} — это папка.`,
    other: (path, why) => `${path}: ${why}`,
  },
  noColumns: 'Первая строка CSV должна называть столбцы, среди них key или value, если столбцы не сопоставлены.',
  unknownExpression: (expression) => `{{${expression}}} — не index, не now, не today и не то, что умеет Faker.`,
  noArguments: (expression) => `Аргументы в {{${expression}}} — не JSON.`,
  notMade: (expression, why) => `Faker не может создать {{${expression}}}: ${why}`,
  noEnd: (begun) => `У ${begun} нет конца: выражение закрывают скобки }}.`,
  nothingThere: 'В источнике не было ни одного сообщения.',
  stopped: 'Остановлено.',
  stoppedAfterRows: (count) => `Остановлено, строк записано: ${count}.`,
  allRows: (count) => `Все строки: ${count}.`,
  rowsGone: (count) => `Строк за это время удалено: ${count}.`,
  written: (count, failed) =>
    `Записано ${count} ${russian.form(count, { one: 'сообщение', few: 'сообщения', many: 'сообщений' })}${failed > 0 ? `, не записано ${failed}` : ''}.`,
  refused: (count, partition, why) => `Сообщения (${count}) в партицию ${partition} отклонены: ${why}`,
  refusedBy: (topic, { count, partition, why }) =>
    `Сообщения (${count}) в партицию ${partition} топика ${topic} не записаны: ${why}`,
  namesNoTopic: (header) => `в нём нет заголовка ${header} с именем топика`,
  wouldGoBack: (topic) => `оно вернулось бы в ${topic}, откуда взято`,
  bytesNotRead: 'его байты не удалось прочитать',
  noPartitionOf: (topic, partition) => `в топике ${topic} нет партиции ${partition}`,
  noPartition: (partition, count) => `партиции ${partition} нет: у топика их ${count}`,
  noObject: 'это не объект JSON, такой как {"key":"k","value":"v"}',
  noBase64: (name) => `${name}: то, что стоит в base64, — не base64`,
  headersAre: 'заголовки — это список, такой как [{"key":"h","value":"1"}]',
  noInteger: (name, text) => `${name} — это ${text}, а не целое число`,
  columnCount: (count, wanted) => `столбцов ${count}, а должно быть ${wanted}`,
  unknownEncoding: (name, encoding) => `${name} — это ${encoding}, а может быть null, text или base64`,
  noColumn: (name) => `нет столбца ${name}`,
  noMember: (path) => `нет ${path}`,
  ofLine: (line, why) => `Строка ${line}: ${why}`,
  wouldRedrive: (count, found) => `Было бы записано ${count} из ${found} сообщений.`,
  redriven: (count, found) => `Записано ${count} из ${found} сообщений.`,
  cannotBeSentOn: (count) => `Нельзя переслать: ${count}.`,
}
