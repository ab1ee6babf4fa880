import { formatNumber, russian, type Count } from '../../../src-main/api/languages/grammar.ts'
import type { segmentLookup as EnglishLookup, segmentOutlook as EnglishOutlook } from '../en/segment-questions.ts'

export const segmentLookup: typeof EnglishLookup = {
  by: 'Искать по',
  offset: 'Офсет',
  time: 'Время',
  begin: 'Найти',
  noOffset: 'Офсет — число от 0',
  noTime: 'Напишите как 2026-11-22 14:03:07 или в миллисекундах',
  idle: 'Где лежит офсет или момент времени?',
  idleWhat:
    'Brokkr ищет так же, как Kafka для потребителя, и показывает каждый шаг: сегмент, элемент индекса и сколько файла прочитано.',
  label: 'Шаги поиска',
  open: 'Открыть пакет',
  outcomes: {
    gone: 'Этой записи больше нет.',
    'before-start': 'Это раньше первого сегмента.',
    'after-end': 'Ничего настолько позднего не записано.',
    damaged: 'Поиск закончился там, где файл повреждён.',
  },
  nextIs: (offset: string) => `Пакет на месте, но запись убрало уплотнение. Следующая запись — офсет ${offset}.`,
  bounds: (first: string, next: string) => `В файлах лежат офсеты с ${first}; следующим будет ${next}.`,
  steps: {
    segment: {
      title: 'Сегмент',
      of: (number: number, count: Count) => `Номер ${number} из ${formatNumber(count)}.`,
      byOffset: (base: string, next: string | null) =>
        next === null
          ? `Последний, чей базовый офсет не больше: он начинается с ${base}.`
          : `Последний, чей базовый офсет не больше: он начинается с ${base}, следующий — с ${next}.`,
      byTime: (largest: string) => `Первый, чья наибольшая метка времени не раньше: ${largest}.`,
    },
    timeIndex: {
      title: 'Индекс времени',
      result: (timestamp: string | null, offset: string) =>
        timestamp === null
          ? `Достаточно раннего элемента нет: поиск начинается с офсета ${offset}, с начала сегмента.`
          : `Последний элемент не позже говорит: до офсета ${offset} нет ничего моложе ${timestamp}. Отсюда и начинается поиск.`,
    },
    offsetIndex: {
      title: 'Индекс офсетов',
      result: (offset: string | null, position: string) =>
        offset === null
          ? 'Достаточно малого элемента нет: файл читается с начала.'
          : `Последний элемент не больше — для офсета ${offset}: его пакет начинается с байта ${position}.`,
      missing: 'Такого файла нет: журнал читается с начала. Kafka построит индекс заново при запуске.',
      lie: 'Такого пакета там нет: индекс говорит неправду, и журнал читается с начала.',
    },
    scan: {
      title: 'Чтение',
      text: (at: { from: string; to: string; passed: Count; bytes: string }) =>
        `С байта ${at.from}, заголовок за заголовком: ${russian.counted(at.passed, { one: 'пакет пропущен', few: 'пакета пропущено', many: 'пакетов пропущено' })}, до байта ${at.to}. Пройдено ${at.bytes}.`,
    },
    batch: {
      title: 'Пакет',
      text: (at: { position: string; first: string; last: string; bytes: string }) =>
        `На байте ${at.position}, ${at.bytes}, офсеты с ${at.first} по ${at.last}.`,
    },
    record: {
      title: 'Запись',
      text: (at: { number: Count; count: Count; offset: string; time: string }) =>
        `Номер ${formatNumber(at.number)} из ${formatNumber(at.count)} в своём пакете: офсет ${at.offset}, ${at.time}.`,
    },
    compared: (count: Count, total: Count) =>
      `Сравнений: ${formatNumber(count)} на ${russian.counted(total, { one: 'элемент', few: 'элемента', many: 'элементов' })}:`,
    lower: 'больше, значит ниже',
    higher: 'не больше, значит выше',
  },
}

export const segmentOutlook: typeof EnglishOutlook = {
  label: 'Что уйдёт следующим',
  nextGo: (count: Count, size: string) =>
    `Следующая проверка хранения уберёт ${russian.counted(count, { one: 'сегмент', few: 'сегмента', many: 'сегментов' })}, ${size}.`,
  firstGoes: (at: string, wait: string) =>
    `Сейчас по срокам хранения ничего не уйдёт. Самый старый сегмент уйдёт по возрасту ${at}, через ${wait}, если ничего не изменится.`,
  nothingGoes: 'По срокам хранения не уйдёт ничего ни сейчас, ни позже, если ничего не изменится.',
  compactionDue: (at) =>
    `Пора уплотнять: не сравнено ${at.dirty} из ${at.total} (${at.percent}%). Ключи офсетов с ${at.from} по ${at.to} будут сравнены со всем, что раньше, и от каждого останется последняя запись.`,
  compactionLater: (at) => {
    const whens = [
      ...(at.missing === null ? [] : [`когда в закрытых сегментах окажется ещё около ${at.missing}`]),
      ...(at.at === null ? [] : [`в ${at.at}`]),
    ]
    const never =
      'При min.cleanable.dirty.ratio, равном 1, не хватит никакой доли, а max.compaction.lag.ms не задаёт срока.'
    return `Уплотнять ещё рано: не сравнено ${at.dirty} из ${at.total} (${at.percent}%). ${whens.length === 0 ? never : `Пора будет ${whens.join(', или ')}.`}`
  },
  roll: (left: string, at: string | null) =>
    `Активный сегмент закроется, когда будет записано ещё ${left}${at === null ? '' : `, или с первой записью после ${at}`}.`,
  columns: { file: 'Файл', size: 'Размер', age: 'Возраст', goes: 'Уйдёт', why: 'Почему', compaction: 'Уплотнение' },
  next: 'при следующей проверке',
  stays: 'остаётся',
  inTime: (wait: string) => `через ${wait}`,
  future: 'в будущем',
  ageOfFile: 'Ни у одной записи нет метки времени: возраст считается от последней записи в файл.',
  bySize: (bytes: string) => `По размеру — когда будет записано ещё ${bytes}.`,
  reasons: {
    'log-start': 'Он целиком лежит до начала журнала: его записи удалены.',
    size: 'Партиция и без него больше retention.bytes.',
    time: 'Его самая новая запись старше retention.ms.',
    'not-deleted': 'cleanup.policy не удаляет.',
    'no-limit': 'retention.ms не ставит предела.',
    young: 'Его самая новая запись не старше retention.ms.',
    'behind-older': 'Более старый сегмент остаётся, а удаление идёт с самого старого.',
    empty: 'Он пуст.',
    future: 'У одной записи метка времени в будущем: до неё и ещё retention.ms всё отсюда и дальше остаётся.',
  },
  compaction: {
    clean: 'сравнен',
    dirty: 'не сравнен',
    'too-young': 'слишком молод',
    'in-transaction': 'открыта транзакция',
    active: 'активный, не трогается',
    'not-compacted': '–',
  },
  assume: 'Так настроено; измените значение, чтобы увидеть, что было бы',
  reset: 'Как настроено',
  sources: {
    topic: 'этого топика',
    broker: 'всех брокеров',
    default: 'по умолчанию в Kafka',
    assumed: 'предположение',
  },
}
