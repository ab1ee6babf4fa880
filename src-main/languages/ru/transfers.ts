import { russian } from '../../api/languages/grammar.ts'
import type { transfers as English } from '../en/transfers.ts'

export const transfers: typeof English = {
  lineTooLong: (line, mebibytes) => `строка ${line} длиннее ${mebibytes} МиБ: вероятно, файл — не JSON Lines`,
  stopped: 'Остановлено.',
  stoppedAfterRows: (count) => `Остановлено, строк записано: ${count}.`,
  allRows: (count) => `Все строки: ${count}.`,
  rowsGone: (count) => `Строк за это время удалено: ${count}.`,
  written: (count, failed) =>
    `Записано ${count} ${russian.form(count, { one: 'сообщение', few: 'сообщения', many: 'сообщений' })}${failed > 0 ? `, не записано ${failed}` : ''}.`,
  refused: (count, partition, why) => `Сообщения (${count}) в партицию ${partition} отклонены: ${why}`,
  noPartition: (partition, count) => `партиции ${partition} нет: у топика их ${count}`,
  ofLine: (line, why) => `Строка ${line}: ${why}`,
  wouldRedrive: (count, found) => `Было бы записано ${count} из ${found} сообщений.`,
  redriven: (count, found) => `Записано ${count} из ${found} сообщений.`,
  cannotBeSentOn: (count) => `Нельзя переслать: ${count}.`,
}
