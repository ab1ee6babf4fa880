import { formatNumber, phrase, russian, type Count } from '../../../src-main/api/languages/grammar.ts'
import type { localCluster as English } from '../en/local-cluster.ts'

const partitions = (count: Count) => russian.counted(count, { one: 'партиция', few: 'партиции', many: 'партиций' })
const topics = (count: Count) => russian.counted(count, { one: 'топик', few: 'топика', many: 'топиков' })

export const localCluster: typeof English = {
  notStarted: 'Локальный кластер не запущен.',
  notRestarted: 'Локальный кластер не перезапущен.',
  start: { button: 'Запустить локальный кластер', open: 'Открыть локальный кластер', starting: 'Запуск брокера' },
  stop: {
    button: 'Остановить',
    label: 'Остановить локальный кластер',
    hint: 'Остановить локальный кластер. Данные останутся.',
    failed: 'Локальный кластер не остановлен.',
  },
  notRunning: {
    stopping: 'Локальный кластер останавливается',
    starting: 'Локальный кластер запускается',
    stopped: 'Локальный кластер остановлен',
    dataIsKept: (directory) =>
      phrase`Его топики, сообщения и группы хранятся в ${directory} и снова будут на месте, когда он заработает.`,
    invitation: 'Брокер Kafka на этой машине, готов примерно через секунду.',
  },
  failed: {
    title: 'Локальный кластер завершился',
    subtitle: 'Его об этом не просили. Всё подтверждённое — на диске.',
    restart: 'Перезапустить локальный кластер',
    lastLogLines: 'Последние строки его журнала',
  },
  overview: {
    title: 'Локальный кластер',
    running: 'Работает',
    ready: (duration) => `Готов через ${duration} после нажатия. Им может пользоваться любой клиент Kafka.`,
    restart: 'Перезапустить',
    portTaken: (taken, port) => `Порт ${taken} занят другой программой, поэтому кластер слушает порт ${port}.`,
    log: 'Журнал',
    connect: 'Подключить клиента',
    security: 'Безопасность',
    isSecured: 'Соединение шифруется, клиенты входят с паролем. При отключении кластер перезапустится.',
    isOpen: 'Шифрует соединение и требует вход. Создаёт сертификаты и пользователей и перезапускает кластер.',
    uptime: 'Работает',
    memory: 'Память',
    port: 'Порт',
    process: (id) => `процесс ${id}`,
    data: 'Данные',
    partitions,
    version: 'Версия',
  },
  connect: {
    address: 'Адрес подключения',
    copyAddress: 'Копировать адрес',
    clients: 'Клиенты',
    copyProgram: 'Копировать программу',
  },
  log: { label: 'Журнал брокера', nothing: 'Пока ничего не записано.' },
  secureMode: {
    title: 'Защищённый режим',
    users: 'Пользователи',
    user: 'Пользователь',
    password: 'Пароль',
    mayDo: 'Что можно',
    copyPassword: (user) => `Копировать пароль ${user}`,
    everything: 'Всё, что бы ни говорили ACL. Консоль — этот пользователь.',
    byAcls: 'Что разрешают ACL; всё — с топиками и группами, о которых ACL молчат.',
    trust: 'Клиенты доверяют сертификату в',
    copyCertificate: 'Копировать путь к сертификату',
    howToLogIn:
      'Они входят по SCRAM-SHA-512, SCRAM-SHA-256 или PLAIN, всегда с шифрованием (SASL_SSL). Других пользователей и ACL создают kafka-configs и kafka-acls; вход они берут из admin.properties рядом с сертификатом.',
  },
  sampleData: {
    title: 'На что посмотреть',
    button: 'Загрузить примеры данных',
    what: 'Заказы в JSON, платежи в Avro вместе со схемой, клиенты, о которых остаётся только последнее, и группа, которая отстаёт.',
    loaded: (topicCount) =>
      `${russian.counted(topicCount, { one: 'топик создан', few: 'топика создано', many: 'топиков создано' })}; группа отстаёт в заказах.`,
    wasThere: 'Примеры данных уже загружены.',
    failed: 'Примеры данных не загружены.',
  },
  wipe: {
    button: 'Стереть данные',
    question: 'Удалить все данные локального кластера?',
    done: 'Данные локального кластера удалены.',
    failed: 'Данные не удалены.',
    whatIsThere: (topicCount, partitionCount, size) =>
      `${topics(topicCount)}, ${partitions(partitionCount)}, ${size} на диске`,
    whatIsLost:
      'Все сообщения, группы потребителей и их офсеты пропадут, вернуть их нельзя. Кластер остановится и при следующем запуске будет пустым.',
  },
  directory: {
    title: 'Каталог данных',
    isLocalCluster: 'локальный кластер',
    subtitle: 'Каталог журналов Apache Kafka или Brokkr: просмотр без изменений.',
    notOpened: 'Каталог не открыт.',
    openOne: 'Открыть каталог данных…',
    choose: 'Открыть каталог данных',
    path: 'Каталог',
    browse: 'Обзор…',
    open: 'Открыть',
    which: 'Какой каталог?',
    whichDetail:
      'Тот, что указан в log.dirs узла Kafka и содержит meta.properties. Его можно смотреть, пока брокер работает.',
    goBack: 'Вернуться к собственному каталогу Brokkr',
  },
  facts: {
    clusterId: 'Id кластера',
    nodeId: 'Id узла',
    metadataVersion: 'Версия метаданных',
    newer: 'новее этого Brokkr',
    unreadable: 'не прочиталась',
    topics: 'Топики',
    topicsWith: (topicCount, partitionCount) => `${formatNumber(topicCount)}, ${partitions(partitionCount)}`,
    size: 'Размер',
    onDisk: (size) => `${size} на диске`,
    inFiles: (size) => `${size} в файлах; дыры в файлах индексов места не занимают`,
    lastStop: 'Последняя штатная остановка',
    lastWritten: 'Последняя запись',
    lock: 'Блокировка',
    free: 'свободна',
    held: 'занята',
    lookOnly: 'только просмотр',
    running: 'работает',
    killed: 'не было: брокер убит',
  },
  adopt: {
    button: 'Открыть как локальный кластер…',
    question: 'Открыть как локальный кластер?',
    confirm: 'Открыть как локальный кластер',
    withoutBackup: 'Открыть без копии',
    whatHappens: <Thing>(directory: Thing, nodeId: number) =>
      phrase<
        Thing | number
      >`С этого момента брокер Brokkr работает на ${directory} и пишет туда как узел ${nodeId}. Потом каталог снова сможет открыть Apache Kafka.`,
    stopsFirst: (directory) =>
      phrase`Локальный кластер, который работает сейчас, сначала остановится. Его данные останутся в ${directory}.`,
  },
  backup: {
    isWhole: (path) => phrase`Копия готова: ${path}`,
    target: 'Куда копировать',
    targetDetail: (size) => `Копия на ${size}; дыры в файлах индексов сохраняются.`,
    failed: 'Копия не сделана.',
    progress: 'Копирование',
    copied: (copied, total) => `${copied} из ${total}`,
    looking: 'Просмотр файлов',
    stop: 'Прервать копирование',
    start: 'Сначала сделать копию',
  },
  handOver: {
    button: 'Передать Apache Kafka…',
    question: 'Передать Apache Kafka?',
    confirm: 'Передать',
    stopAndConfirm: 'Остановить и передать',
    failed: 'Локальный кластер не передан.',
    stops: 'Локальный кластер остановится, клиенты потеряют соединение.',
    whatIsWritten: (file) =>
      phrase`Будет записан ${file}, с которым Apache Kafka 4 продолжит с того же места: тот же адрес, топики, сообщения, группы и офсеты.`,
    filesStay: 'Файлы остаются на месте, и в них ничего не меняется. Чтобы вернуться, запустите кластер здесь снова.',
  },
  handedOver: {
    title: 'Готово для Apache Kafka',
    subtitle: (directory) =>
      phrase`Локальный кластер остановлен штатно. Его данные лежат в ${directory} без изменений.`,
    done: 'Готово',
    run: 'В каталоге Apache Kafka выполните',
    copyCommand: (purpose) => `Копировать: ${purpose}`,
    address: (address) =>
      phrase`Клиенты обращаются к нему по ${address}, как и раньше. Открыть каталог может любая Apache Kafka начиная с 4.0.`,
    copyConfiguration: 'Копировать server.properties',
    writtenTo: (path) => phrase`Записано в ${path}`,
    wayBack: 'Обратный путь',
    wayBackDetail:
      'Остановите Apache Kafka, затем запустите локальный кластер здесь: он продолжит с тем, что добавила Apache Kafka.',
  },
}
