import { phrase } from '../../../src-main/api/languages/grammar.ts'
import type { localCluster as English } from '../en/local-cluster.ts'

export const localCluster: typeof English = {
  notStarted: 'Локальный кластер не запущен.',
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
}
