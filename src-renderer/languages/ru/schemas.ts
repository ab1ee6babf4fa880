import { russian } from '../../../src-main/api/languages/grammar.ts'
import type { schemas as English } from '../en/schemas.ts'

export const schemas: typeof English = {
  anyoneMayUseIt: 'Доступен всем',
  userAndPassword: 'Имя и пароль',
  token: 'Токен',
  messagesThatNameA:
    'Сообщения, которые называют схему, читаются по ней и могут быть по ней записаны. Подойдёт любой реестр с интерфейсом Confluent. Недоступный реестр не скрывает ни одного сообщения.',
  itsSecretIsKept: 'Секрет хранится только в памяти: введите его снова',
  theSchemaRegistryCannot: 'Реестром схем нельзя воспользоваться.',
  testAndSave: 'Проверить и сохранить',
  withoutOne: 'Без реестра',
  address: 'Адрес',
  whoYouAreTo: 'Кто вы для него',
  user: 'Имя',
  password: 'Пароль',
  jsonSchema: 'JSON Schema',
  whatAFileImports: 'То, что файл импортирует, добавляется раньше, под именем, по которому он это импортирует.',
  fileName: 'Имя файла',
  kind: 'Вид',
  schema: 'Схема',
  theSchemaWasNot: 'Схема не добавлена.',
  chooseAFile: 'Выбрать файл…',
  addSchema: 'Добавить схему',
  schemas: 'Схемы',
  schemaRegistry: 'Реестр схем',
  schemaFiles: 'Файлы схем',
  answersWith: (count) =>
    `Отвечает; в нём ${russian.counted(count, { one: 'субъект', few: 'субъекта', many: 'субъектов' })}.`,
  remove: (name) => `Убрать ${name}`,
}
