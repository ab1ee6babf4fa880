import type { windows as English } from '../en/windows.ts'

export const windows: typeof English = {
  updates: {
    what: 'Обновление не найдено.',
    inBrowser: {
      why: 'Консоль работает в браузере, и обновляет её тот, кто её установил.',
      remedy: 'Установите новую версию так же, как эту.',
    },
    noFeed: { why: 'Лента обновлений не задана.', remedy: 'Сначала задайте её адрес.' },
    remedy: 'Проверьте адрес ленты и доступна ли она с этой машины.',
  },
}
