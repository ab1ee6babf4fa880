import { russian } from '../../../src-main/api/languages/grammar.ts'
import type { app as English } from '../en/app.ts'

export const app: typeof English = {
  areas: {
    topics: 'Топики',
    groups: 'Группы',
    brokers: 'Брокеры',
    access: 'Доступ',
    schemas: 'Схемы',
    segments: 'Сегменты',
  },
  places: { welcome: 'Начало', settings: 'Настройки', directory: 'Каталог данных' },
  rail: { main: 'Главное', clusters: 'Кластеры', addCluster: 'Добавить кластер', goTo: 'Перейти…' },
  localCluster: 'Локальный кластер',
  needsOnTopic: (right, topic) => `нужно право ${right} на топик ${topic}`,
  needsOnCluster: (right) => `нужно право ${right} на кластер`,
  readOnly: (cluster) =>
    `Кластер ${cluster} помечен «Только чтение». Разрешить изменения можно в настройках подключения.`,
  whereYouAre: 'Где вы находитесь',
  copyAddress: 'Копировать адрес подключения',
  connectionLost: 'Brokkr не отвечает. То, что на экране, могло устареть.',
  retryNow: 'Попробовать сейчас',
  badLink: {
    title: 'Ссылка никуда не ведёт',
    noCluster: (name, known) => `Нет кластера с именем ${name}. Есть ${russian.list(known.map((each) => each.name))}.`,
  },
  notFound: { title: 'Такого экрана нет', detail: 'Выберите кластер слева.' },
  problem: {
    what: 'Не получилось.',
    connectionLost: {
      why: 'Связь с Brokkr прервалась.',
      remedy: 'Она восстановится сама.',
    },
    tryAgain: 'Попробуйте ещё раз. Если не поможет, больше скажет журнал Brokkr.',
    correctInput: 'Исправьте введённое и попробуйте ещё раз.',
  },
}
