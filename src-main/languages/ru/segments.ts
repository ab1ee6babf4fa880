import type { segments as English } from '../en/segments.ts'

export const segments: typeof English = {
  gone: {
    what: 'Этих файлов нет на диске.',
    remedy: 'Их убрало хранение по срокам, уплотнение или удаление: обновите список сегментов.',
    path: (path) => `${path} не существует (больше не существует).`,
    endsBefore: (path, position) => `${path} кончается раньше ${position}.`,
    noName: (name) => `${name} не может быть именем файла или каталога.`,
    closed: 'Файл тем временем был здесь закрыт.',
  },
  unreadable: {
    what: (path) => `${path} не удалось прочитать.`,
    noPermission: (user) =>
      `У пользователя, от имени которого работает Brokkr${user === null ? '' : ` (${user})`}, нет права его читать.`,
    permissionRemedy:
      'Разрешите чтение, например командой "sudo setfacl -R -m u:$USER:rX" для каталога журналов, или скопируйте каталог и откройте копию. Brokkr только читает.',
    systemSays: (code, message) => `Система говорит ${code}: ${message}.`,
    remedy: 'Посмотрите, исправен ли диск и на месте ли он. Прочитанное раньше по-прежнему показано.',
  },
  contents: {
    leftOver: (size, entryBytes, rest) => `${size} байт не делятся на ${entryBytes}: остаётся ${rest}.`,
    snapshot: 'Его длина, версия или CRC неверны; Kafka удалит его при следующем запуске и прочитает журнал.',
    version: (version) => `Его версия — ${version}, а известна только 0.`,
    lineCount: (said, found) => `В нём указано строк: ${said}, а есть: ${found}.`,
    noEpoch: 'Одна из строк — не эпоха с её первым офсетом.',
    noOffset: 'Одна из строк — не топик, партиция и офсет.',
  },
  backup: {
    whileItRuns: (holder, directory) =>
      `${holder} работает с ${directory}, и копия файлов, в которые пишут, не была бы целой.`,
    stopIt: 'Остановите его по порядку и сделайте копию.',
    withinItself: (target) => `${target} лежит в каталоге, который копируется.`,
    anotherPlace: 'Выберите другое место.',
    exists: (target) => `${target} уже существует, и в нём ничего не перезаписывается.`,
    anotherName: 'Выберите другое имя.',
    noParent: (parent) => `${parent} — не каталог.`,
    makeParent: 'Создайте его или выберите другое место.',
    noRoom: (needed, parent, free) => `Для копии нужно ${needed}, а в ${parent} свободно ${free}.`,
    makeRoom: 'Выберите место на другом диске или освободите место.',
  },
  directory: {
    notOpened: (path, why) => `${path} не открыть: ${why}.`,
    missing: 'его нет',
    noPermission: 'у вас нет права его читать',
    isFile: (path) => `${path} — файл, а не каталог.`,
    noIdentity: (path) => `В ${path} нет meta.properties, поэтому это не каталог журналов Kafka.`,
    runs: (holder) => `С ним работает ${holder}.`,
    unreadableMetadata: (why) => `Его метаданные не прочитать: ${why}`,
    otherControllers: (ids) =>
      `Он принадлежит кластеру с контроллерами ${ids}, а здесь может работать только кластер из одного узла.`,
    otherDirectories: (count) =>
      `Узел держит топики в нескольких каталогах журналов, числом ${count}, а это лишь один из них.`,
    anotherProgram: 'Другая программа',
    process: (name, processId) => `${name} (процесс ${processId})`,
  },
}
