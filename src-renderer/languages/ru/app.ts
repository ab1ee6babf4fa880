import { russian } from '../../../src-main/api/languages/grammar.ts'
import type { app as English } from '../en/app.ts'

export const app: typeof English = {
  areas: {
    topics: 'Топики',
    groups: 'Группы потребителей',
    brokers: 'Брокеры',
    schemas: 'Схемы',
    segments: 'Сегменты',
  },
  places: { welcome: 'Начало', settings: 'Настройки', directory: 'Каталог данных' },
  rail: { main: 'Главное', clusters: 'Кластеры', addCluster: 'Добавить кластер', goTo: 'Перейти…' },
  whereYouAre: 'Где вы находитесь',
  copyAddress: 'Копировать адрес подключения',
  connectionLost: 'Brokkr не отвечает. То, что на экране, могло устареть.',
  retryNow: 'Попробовать сейчас',
  badLink: {
    title: 'Ссылка никуда не ведёт',
    noCluster: (name, known) => `Нет кластера с именем ${name}. Есть ${russian.list(known.map((each) => each.name))}.`,
  },
  notFound: { title: 'Такого экрана нет', detail: 'Выберите кластер слева.' },
  palette: {
    label: 'Перейти',
    placeholder: 'Кластер, топик, группа или экран',
    localCluster: 'Кластер на этой машине',
    clusterAt: (address) => `Кластер на ${address}`,
    settingsDetail: 'Язык, тема, время, локальный порт',
    ofThisCluster: 'Этого кластера',
    topic: 'Топик',
    group: 'Группа потребителей',
    createTopic: 'Создать топик',
    inThisCluster: 'В этом кластере',
    openDirectory: 'Открыть каталог данных…',
    openDirectoryDetail: 'Посмотреть файлы узла Kafka или запустить на них брокер',
    connect: 'Подключиться к кластеру',
    connectDetail: 'Добавить ещё один по его адресу',
    lightTheme: 'Светлая тема',
    darkTheme: 'Тёмная тема',
    localBroker: 'Брокер на этой машине',
    stopLocal: 'Остановить локальный кластер',
    startLocal: 'Запустить локальный кластер',
  },
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
