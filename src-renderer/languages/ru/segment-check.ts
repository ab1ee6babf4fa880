import { formatNumber, russian, type Count } from '../../../src-main/api/languages/grammar.ts'
import type { segmentCheck as EnglishCheck, segmentNext as EnglishNext } from '../en/segment-check.ts'

const indexIs = 'Индекс говорит неправду.'
const timeIndexIs = 'Индекс времени говорит неправду.'
const transactionIndexIs = 'Индекс отменённых транзакций говорит неправду.'

export const segmentCheck: typeof EnglishCheck = {
  check: {
    begin: 'Проверить',
    again: 'Проверить ещё раз',
    stop: 'Остановить',
    progress: 'Ход проверки',
    failed: 'Проверку не удалось довести до конца.',
    idle: 'Файлы такие же, какими были записаны?',
    idleWhat:
      'Brokkr считает CRC каждого пакета, смотрит, растут ли офсеты, и сравнивает каждый элемент каждого индекса с журналом. Ничего не меняется.',
    figures: (at) =>
      `${at.checked} из ${at.total}  ·  пакетов: ${at.batches}  ·  элементов индексов: ${at.entries}  ·  ${at.speed}/с`,
    verdicts: {
      findings: (count: Count) => russian.counted(count, { one: 'находка', few: 'находки', many: 'находок' }),
      sound: 'всё в порядке',
      stopped: 'проверено не до конца',
    },
    nothingFound: 'Всё верно',
    nothingFoundWhat:
      'Каждый проверенный пакет цел и подходит к своей CRC, а каждый элемент индекса ведёт туда, куда говорит.',
    findings: 'Находки',
    show: 'Показать',
    columns: { what: 'Что', file: 'Файл', position: 'Позиция', offset: 'Офсет' },
  },
  findings: {
    'torn-header': {
      what: 'Файл кончается посреди заголовка пакета.',
      why: ({ position, left }) => `На байте ${position} осталось только ${left}: последняя запись оборвалась.`,
    },
    'torn-batch': {
      what: 'Последний пакет записан не до конца.',
      why: ({ position, found, left }) =>
        `Пакет на байте ${position} говорит, что в нём ${found} байт, а в файле осталось ${left}.`,
    },
    zeros: {
      what: 'Файл кончается нулями.',
      why: ({ position, left }) => `С байта ${position} ${left} было занято заранее и так и не записано.`,
    },
    'impossible-size': {
      what: 'Там, где должен начинаться пакет, его нет.',
      why: ({ position, found, left }) =>
        `На байте ${position} стоит размер ${found} байт, какого у пакета не бывает. ${left} за ним не прочитать.`,
    },
    'unknown-magic': {
      what: 'Формат пакета неизвестен.',
      why: ({ position, found, left }) =>
        `На байте ${position} пакет говорит, что его формат — ${found}; Kafka знает 0, 1 и 2. ${left} отсюда не прочитать.`,
    },
    crc: {
      what: 'Контрольная сумма не подходит к пакету.',
      why: ({ position, offset }) =>
        `Пакет на байте ${position}, офсет ${offset}, изменился после записи или записан не полностью.`,
    },
    'offset-order': {
      what: 'Офсеты не растут.',
      why: ({ position, expected, found }) =>
        `Пакет на байте ${position} начинается с офсета ${found}; после предыдущего должен идти ${expected} или больше.`,
    },
    'index-length': {
      what: 'Индекс обрезан.',
      why: ({ expected, found }) => `Его ${found} байт не делятся на ${expected}, размер элемента.`,
    },
    'index-missing': { what: 'Индекса офсетов нет.', why: () => 'Без него каждый поиск читает журнал с начала.' },
    'index-order': {
      what: indexIs,
      why: ({ entry, offset, position }) =>
        `Элемент ${entry} (офсет ${offset}, байт ${position}) не больше предыдущего.`,
    },
    'index-position': {
      what: indexIs,
      why: ({ entry, offset, position }) =>
        `Элемент ${entry} говорит, что офсет ${offset} — на байте ${position}, а там не начинается ни один пакет.`,
    },
    'index-offset': {
      what: indexIs,
      why: ({ entry, position, expected, found }) =>
        `Элемент ${entry} говорит, что пакет на байте ${position} кончается офсетом ${expected}, а он кончается на ${found}.`,
    },
    'time-order': { what: timeIndexIs, why: ({ entry }) => `Метка элемента ${entry} не больше предыдущей.` },
    'time-offset': {
      what: timeIndexIs,
      why: ({ entry, offset, found }) =>
        `Элемент ${entry} называет офсет ${offset}, на котором не кончается ни один пакет (найдено: ${found}).`,
    },
    'time-timestamp': {
      what: timeIndexIs,
      why: ({ entry, offset, expected, found }) =>
        `Элемент ${entry} говорит, что у пакета с офсетом ${offset} метка ${expected}, а наибольшая в нём — ${found}.`,
    },
    'transaction-version': {
      what: 'Индекс отменённых транзакций не прочитать.',
      why: ({ entry, found }) => `У элемента ${entry} версия ${found}, а известна только 0.`,
    },
    'transaction-order': { what: transactionIndexIs, why: ({ entry }) => `Элемент ${entry} стоит не по порядку.` },
    'transaction-marker': {
      what: transactionIndexIs,
      why: ({ entry, offset, expected }) =>
        `Элемент ${entry} говорит, что транзакция продюсера ${expected} отменена на офсете ${offset}, а такого маркера там нет.`,
    },
    snapshot: { what: 'Снимок продюсеров повреждён.', why: () => 'Его длина, версия или CRC неверны.' },
    'unreadable-file': { what: 'Файл не удалось прочитать.', why: ({ why }) => `Система говорит: ${why}.` },
  },
}

export const segmentNext: typeof EnglishNext = {
  snapshot: 'При запуске Kafka удалит такой снимок и узнает о продюсерах из более раннего и из журнала.',
  transactionIndex: 'При запуске Kafka построит этот индекс заново по журналу.',
  logAnyway:
    'Брокер, который запускается после сбоя, отрежет повреждённый конец за последним целым пакетом; подтверждённое стоит до него.',
  indexAnyway: 'Индекс выводится из журнала, и его можно построить заново; до тех пор поиск может ошибаться.',
  logRunning:
    'Каталог открыт у брокера. Читатели, дошедшие сюда, получают ошибку или меньше, чем есть; до следующего запуска ничего не отрежется.',
  indexRunning: 'Каталог открыт у брокера, и он пользуется индексом, который держит в памяти.',
  logClean:
    'Последняя остановка была чистой: Kafka доверяет файлам и не смотрит. Читатели, дошедшие сюда, получают ошибку, а если это конец последнего сегмента, Kafka может выдать офсеты второй раз.',
  indexClean:
    'Последняя остановка была чистой: Apache Kafka доверяет индексу и может отвечать по нему неверно. Удалите файл, пока брокер не работает, и он будет построен заново. Собственный брокер Brokkr сам находит такой индекс и строит его заново.',
  logBefore: (recoveryPoint: bigint) =>
    `Это до точки восстановления ${recoveryPoint}: следующий запуск сюда не посмотрит, а читатели, дошедшие сюда, получают ошибку.`,
  indexBefore:
    'Это до точки восстановления: следующий запуск Apache Kafka доверится индексу. Удалите файл, пока брокер не работает, и он будет построен заново.',
  indexMissing: 'Следующий запуск построит его заново по журналу.',
  indexRebuilt:
    'Последняя остановка не была чистой: следующий запуск построит индексы этого сегмента заново по журналу.',
  cut: (behind: Count) =>
    behind === 0
      ? 'Последняя остановка не была чистой: следующий запуск Kafka прочитает этот сегмент заново и отрежет его здесь, за последним целым пакетом.'
      : `Последняя остановка не была чистой: следующий запуск Apache Kafka прочитает этот сегмент заново, отрежет его здесь и удалит следующие за ним, числом ${formatNumber(behind)}.`,
}
