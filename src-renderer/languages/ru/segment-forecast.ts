import { formatNumber, russian, type Count } from '../../../src-main/api/languages/grammar.ts'
import type { segmentForecast as English } from '../en/segment-forecast.ts'

const records = (count: Count): string => russian.counted(count, { one: 'запись', few: 'записи', many: 'записей' })
const tombstones = (count: Count): string =>
  russian.counted(count, { one: 'надгробие', few: 'надгробия', many: 'надгробий' })
const markers = (count: Count): string => russian.counted(count, { one: 'маркер', few: 'маркера', many: 'маркеров' })

export const segmentForecast: typeof English = {
  progress: 'Чтение того, что прочтёт следующее уплотнение',
  takes: (at) =>
    `Следующее уплотнение уберёт ${records(at.records)} из ${formatNumber(at.of)}, около ${at.size}. Пакетов целиком: ${formatNumber(at.gone)}, частично: ${formatNumber(at.shrunk)}${at.emptied === 0 ? '' : `, до одного заголовка: ${formatNumber(at.emptied)}`}.`,
  takesNothing: 'Следующее уплотнение не уберёт ни одной записи.',
  reasons: {
    overtaken: (count) => `с более поздней записью того же ключа: ${formatNumber(count)}`,
    tombstone: (count) => `${tombstones(count)} с истёкшим сроком удаления`,
    aborted: (count) => `из отменённых транзакций: ${formatNumber(count)}`,
    marker: (count) => `${markers(count)} исчезнувших транзакций`,
    'no-key': (count) => `без ключа: ${formatNumber(count)}`,
  },
  because: (reasons) => `Среди них: ${reasons}.`,
  waiting: (count, at) =>
    `Надгробия и маркеры, которые ждут срока удаления: ${formatNumber(count)}, первый срок — ${at}.`,
  marked: (count, until) =>
    `Надгробия и маркеры, встреченные впервые: ${formatNumber(count)}; их может убрать уплотнение после ${until}.`,
  isPart: (end) =>
    `Ключей больше, чем помнит одно уплотнение: оно закончится на офсете ${end}, за ним последует ещё одно.`,
  held: (offset) => `С офсета ${offset} открыта транзакция: её сегмент и следующие за ним не трогают.`,
  problem: (position, file) =>
    `Пакет на байте ${position} файла ${file} не читается: на нём уплотнение прервётся, и Kafka больше не будет уплотнять эту партицию.`,
  column: 'Будет убрано',
  goes: 'уйдёт',
  loses: (percent) => `уйдёт ${percent}%`,
  stays: 'останется',
  taken: (count, size) => `${records(count)}, ${size}`,
  scale: { from: 'останется', to: 'уйдёт' },
  fates: {
    stays: 'останется',
    overtaken: 'у ключа есть более поздняя запись',
    tombstone: 'срок удаления надгробия истёк',
    aborted: 'её транзакция отменена',
    marker: 'от его транзакции ничего не осталось',
    'no-key': 'у неё нет ключа',
  },
  fate: (why) => `Уплотнение уберёт: ${why}.`,
  overtakenBy: (offset) => `Уплотнение уберёт: тот же ключ у офсета ${offset}.`,
  until: (at) => `Останется до ${at}.`,
}
