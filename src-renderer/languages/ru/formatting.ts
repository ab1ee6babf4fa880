import { russian } from '../../../src-main/api/languages/grammar.ts'
import type { formatting as English } from '../en/formatting.ts'

export const formatting: typeof English = {
  byteUnits: ['Б', 'КиБ', 'МиБ', 'ГиБ', 'ТиБ', 'ПиБ', 'ЭиБ'],
  units: { ms: 'мс', s: 'с', min: 'мин', h: 'ч', d: 'д' },
  exactBytes: (count) => russian.counted(count, { one: 'байт', few: 'байта', many: 'байт' }),
  noTimestamp: 'без времени',
  noLimit: 'без ограничения',
  justNow: 'только что',
  ago: (duration) => `${duration} назад`,
  ahead: (duration) => `через ${duration}`,
  config: { hidden: 'скрыто', notSet: 'не задано', empty: 'пусто' },
  configSources: {
    topic: 'Этот топик',
    'dynamic-broker': 'Этот брокер, изменено на ходу',
    'dynamic-default-broker': 'Все брокеры, изменено на ходу',
    'static-broker': 'Файл брокера',
    default: 'Умолчание Kafka',
    group: 'Эта группа',
    unknown: 'Неизвестно',
  },
}
