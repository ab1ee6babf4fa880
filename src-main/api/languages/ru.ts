import type { en } from './en.ts'

export const ru: typeof en = {
  deepLink: {
    wrongForm: (text) =>
      `«${text}» не указывает никакого места. Напишите кластер/топик@партиция:офсет, например local/orders@0:42; всё после кластера можно опустить.`,
    noTopic: (topic) => `«${topic}» не может быть именем топика.`,
  },
  input: {
    topicNeedsName: 'У топика должно быть имя',
    topicNameTooLong: 'В имени топика не больше 249 символов',
    topicNameCharacters: 'В имени топика допустимы только латинские буквы, цифры, точки, подчёркивания и дефисы',
    topicNameDots: 'Топик нельзя назвать «.» или «..»',
    chooseTopic: 'Выберите хотя бы один топик',
    chooseGroup: 'Выберите группу',
    chooseSnapshot: 'Выберите снимок',
    snapshotNeedsName: 'Снимку нужно имя',
    fileTooLarge: 'Файл больше 4 МБ',
    writeText: 'Напишите искомый текст',
    writePattern: 'Напишите регулярное выражение',
    writeExpression: 'Напишите выражение',
    sayDirectory: 'Укажите каталог',
    offsetNotNegative: 'Офсет не бывает отрицательным',
    offsetTooLarge: 'Офсет не больше 9223372036854775807',
    timeNotNegative: 'Время не может быть раньше 1970 года',
    timeTooLarge: 'Время не больше 9223372036854775807 миллисекунд после 1970 года',
    registryAddress: 'Напишите адрес, например http://localhost:8081',
    bootstrapServers: 'Напишите хост:порт, несколько — через запятую, например localhost:9092',
    writePath: 'Напишите путь к файлу',
    writeUser: 'Напишите имя пользователя',
    writeAccessKey: 'Напишите ID ключа доступа',
    writeClientId: 'Напишите ID клиента',
    tokenEndpoint: 'Напишите адрес, например https://login.example/token',
    passphraseShort: 'Напишите не меньше 8 символов',
  },
}
