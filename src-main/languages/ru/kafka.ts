import type { kafka as English } from '../en/kafka.ts'

export const kafka: typeof English = {
  noLeader: (partition) => `У партиции ${partition} нет лидера.`,
  ofPartition: (partition, why) => `Партиция ${partition}: ${why}`,
  deletedUnread: (partition, from, to) =>
    `Партиция ${partition}: офсеты с ${from} по ${to} удалены до того, как их прочли.`,
  topicGone: (topic) => `Топика ${topic} больше нет.`,
  notToItsEnd: (partition, why) => `Партицию ${partition} не прочитать до конца: ${why}.`,
  offsetGone: (offset) => `офсета ${offset} (больше) нет`,
  logEnds: (at, before) => `её лог теперь кончается на офсете ${at}, раньше ${before}`,
  leaderGivesNothing: (from) => `лидер ничего не отдаёт с офсета ${from}`,
  wrongChecksum: (offset) => `контрольная сумма пакета с офсета ${offset} неверна`,
  missesRight: (right) => `для этого нужно право ${right}`,
  notReadToItsEnd: {
    what: (partition, topic) => `Партицию ${partition} топика ${topic} не прочитать до конца.`,
    remedy: 'Попробуйте снова или посмотрите журнал брокера.',
  },
  noMessage: {
    what: (offset, partition, topic) =>
      `Сообщение с офсетом ${offset} в партиции ${partition} топика ${topic} не показать.`,
    why: 'С этим офсетом нет (или больше нет) сообщения: его убрало сжатие по ключам, истёк срок хранения, или его и не было.',
    remedy: 'Обновите список сообщений.',
  },
  cluster: 'Кластер',
  noAddress: 'Адрес не указан.',
  unreachable: { what: 'Кластер недоступен.', remedy: 'Проверьте, что его брокеры работают.' },
  brokerGone: {
    what: (nodeId) => `Брокер ${nodeId} спросить нельзя.`,
    why: 'Сейчас его нет в кластере.',
    remedy: 'Запустите брокер снова или обновите страницу.',
  },
  brokerAt: (nodeId, address) => `Брокер ${nodeId} (${address})`,
  notSent: (request) => `${request} не отправлен.`,
  otherVersions: (api, min, max) => `У него версии ${api} с ${min} по ${max}, и ни одной из них Brokkr не знает.`,
  noApi: (api) => `API ${api} у него нет.`,
  responseUnreadable: (request, why) => `Ответ на ${request} не читается: ${why}.`,
  sent: (what) => `Пришло: ${what}.`,
  unaskedResponse: (correlationId) => `ответ с номером ${correlationId}, о котором не спрашивали`,
  frameTooLarge: (bytes, most) => `кадр называет размер ${bytes} байт, а принимается не больше ${most}`,
  aws: {
    noKeys: 'AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY не заданы в окружении, в котором запущен Brokkr.',
    setKeys: 'Задайте их и запустите Brokkr снова или выберите профиль либо ключи.',
    noRegion: (host) => `Из имени ${host} не узнать регион AWS.`,
    writeRegion: 'Укажите регион.',
    noFile: (why) => `Файл учётных данных AWS не читается (${why}).`,
    makeFile: 'Создайте его или выберите ключи.',
    noProfile: (path, profile) => `В ${path} нет профиля ${profile}.`,
    profileWithoutKeys: (path, profile) => `В ${path} нет ключей для профиля ${profile}.`,
    exportKeys:
      'Профили, которые берут ключи у другой программы или роли, не поддерживаются: выгрузите ключи командой «aws configure export-credentials».',
  },
  token: {
    none: (url, why) => `${url} не выдал токен: ${why}`,
    endless: 'его ответ не кончается',
    silent: (seconds) => `нет ответа за ${seconds} с`,
    status: (status) => `ответ с кодом ${status} и без токена.`,
    remedy: 'Проверьте адрес выдачи токенов, ID клиента, его секрет и scope.',
  },
  scram: {
    unreadable: 'Его вопрос непонятен.',
    foreign: 'Он отвечает на чужой вопрос.',
    iterations: (count) => `Он требует итераций: ${count}.`,
    refuses: (error) => `Он отвечает: ${error}.`,
    impostor: 'Он сам не знает пароля, так что это может быть кто-то другой.',
  },
}
