import { russian, type Count } from '../../api/languages/grammar.ts'
import type { scans as English } from '../en/scans.ts'

const lookedAt = (count: Count): string =>
  russian.counted(count, { one: 'сообщение', few: 'сообщения', many: 'сообщений' })

export const scans: typeof English = {
  tookTooLong: (limitMs) => `Это заняло больше ${limitMs} мс.`,
  filterTooSlow: (count, limitMs) => `фильтр работал дольше ${limitMs} мс на каждом из ${count} сообщений подряд`,
  tooLarge: (mebibytes) => `оно больше ${mebibytes} МиБ`,
  notOpen: 'Эти сообщения больше не открыты.',
  notOpenBecause: 'Поиск закрыт, или серверная часть запущена заново.',
  searchAgain: 'Запустите поиск снова.',
  noPartition: (partition, topic) => `Партицию ${partition} топика ${topic} прочитать нельзя.`,
  hasPartitions: (count) => `Партиций у топика: ${count}, с номерами от 0.`,
  chooseOthers: 'Выберите другие партиции.',
  verdict: {
    stopped: (count) => `Остановлено, просмотрено ${lookedAt(count)}.`,
    others: (count) => `То же или хуже ещё в ${count}.`,
    limit: (rows, count) => `Достигнут предел, сообщений ${rows}; просмотрено ${lookedAt(count)}, могут быть ещё.`,
    complete: (count) => `Просмотрено всё: ${lookedAt(count)}.`,
  },
  controlRecord: 'Управляющая запись',
  notReadAs: (part, format, why) => `${part === 'key' ? 'Ключ' : 'Значение'}: не ${format}, ${why}`,
  doesNotFit: (part, complaint) => `${part === 'key' ? 'Ключ' : 'Значение'}: не подходит к схеме: ${complaint}`,
  offsetsNotKnown: 'Её офсеты неизвестны.',
  notToItsEnd: (partition, why) => `Партицию ${partition} не прочитать до конца: ${why}.`,
  ofPartition: (partition, why) => `Партиция ${partition}: ${why}`,
}
