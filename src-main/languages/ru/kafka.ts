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
}
