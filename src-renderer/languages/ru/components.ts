import { formatNumber } from '../../../src-main/api/languages/grammar.ts'
import type { components as English } from '../en/components.ts'

export const components: typeof English = {
  cancel: 'Отмена',
  notAll: 'Не удалось спросить некоторые брокеры:',
  typeToConfirm: (name) => `Для подтверждения введите ${name}`,
  copy: 'Копировать',
  copied: 'Скопировано',
  close: 'Закрыть',
  dismiss: 'Скрыть',
  clearSearch: 'Очистить поиск',
  nothingIsCalledSo: 'Ничего с таким именем',
  all: 'Все',
  widthOf: (part) => `Ширина: ${part}`,
  name: 'Имя',
  setTo: 'Значение',
  comesFrom: 'Откуда',
  searchSettings: 'Поиск параметров',
  onlyChanged: 'Только изменённые',
  someOf: (some, all) => `${formatNumber(some)} из ${formatNumber(all)}`,
  theSetting: 'параметр',
  nothingChanged: 'Ничего не изменено',
  nothingChangedDetail: 'У каждого параметра значение, которое он имеет сам по себе.',
  noSettingCalledSo: 'Нет параметра с таким именем',
  noSettingCalledSoDetail: 'Поиск идёт по именам и описаниям.',
  closeDetail: 'Закрыть подробности',
}
