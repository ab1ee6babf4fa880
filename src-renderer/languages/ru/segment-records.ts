/** A field of the record, as text. */
type Field = (name: string) => string

export const segmentControl: Readonly<Record<string, (field: Field) => string>> = {
  ABORT: (field) => `Транзакция этого продюсера отменена (эпоха координатора ${field('coordinatorEpoch')}).`,
  COMMIT: (field) => `Транзакция этого продюсера подтверждена (эпоха координатора ${field('coordinatorEpoch')}).`,
  LEADER_CHANGE: (field) => `С этого места кворум метаданных ведёт узел ${field('leaderId')}.`,
  SNAPSHOT_HEADER: () => 'Снимок начинается.',
  SNAPSHOT_FOOTER: () => 'Здесь снимок кончается, он целый.',
  KRAFT_VERSION: (field) => `kraft.version — ${field('kraftVersion')}.`,
  KRAFT_VOTERS: (field) => `Голосующие кворума: ${field('voters')}.`,
}

export const segmentMetadata: Readonly<Record<string, (field: Field) => string>> = {
  RegisterBroker: (field) => `Брокер ${field('brokerId')} регистрируется с эпохой ${field('brokerEpoch')}.`,
  UnregisterBroker: (field) => `Регистрация брокера ${field('brokerId')} снята.`,
  Topic: (field) => `Создан топик ${field('name')}, его id — ${field('topicId')}.`,
  Partition: (field) =>
    `Партиция ${field('partitionId')} топика ${field('topicId')}: реплики ${field('replicas')}, лидер ${field('leader')}, эпоха ${field('leaderEpoch')}.`,
  Config: (field) =>
    field('value') === '–'
      ? `${field('name')} у ${field('resourceName')} больше не задано.`
      : `${field('name')} у ${field('resourceName') || 'всех брокеров'} теперь ${field('value')}.`,
  PartitionChange: (field) =>
    `Партиция ${field('partitionId')} топика ${field('topicId')} меняется: лидер ${field('leader') === '-2' ? 'прежний' : field('leader')}, синхронны ${field('isr')}.`,
  FenceBroker: (field) => `Брокер ${field('id')} отгорожен: он ничего не обслуживает.`,
  UnfenceBroker: (field) => `Брокер ${field('id')} допущен: он может обслуживать.`,
  RemoveTopic: (field) => `Топик с id ${field('topicId')} удалён.`,
  DelegationToken: (field) => `Токен делегирования ${field('tokenId')} пользователя ${field('owner')}.`,
  UserScramCredential: (field) =>
    `Пользователь ${field('name')} получает пароль SCRAM, итераций хеширования: ${field('iterations')}.`,
  FeatureLevel: (field) => `Возможность ${field('name')} на уровне ${field('featureLevel')}.`,
  ClientQuota: (field) =>
    field('remove') === 'true' ? `Квота ${field('key')} снята.` : `Квота ${field('key')} — ${field('value')}.`,
  ProducerIds: (field) =>
    `Брокер ${field('brokerId')} получает id продюсеров; следующий блок начнётся с ${field('nextProducerId')}.`,
  BrokerRegistrationChange: (field) =>
    `Брокер ${field('brokerId')}: ${field('fenced') === '-1' ? 'допущен' : field('fenced') === '1' ? 'отгорожен' : 'его регистрация меняется'}.`,
  AccessControlEntry: (field) =>
    `${field('principal')} получает правило для ${field('resourceName')} с адреса ${field('host')}.`,
  RemoveAccessControlEntry: (field) => `Правило доступа ${field('id')} снято.`,
  NoOp: () => 'Ничего: контроллер показывает, что жив.',
  ZkMigrationState: () => 'Как далеко зашёл переход с ZooKeeper.',
  RemoveUserScramCredential: (field) => `Пользователь ${field('name')} лишается пароля SCRAM.`,
  BeginTransaction: (field) => `Начинается транзакция метаданных: ${field('name')}.`,
  EndTransaction: () => 'Транзакция метаданных кончается: её записи действуют.',
  AbortTransaction: (field) => `Транзакция метаданных отменена: её записи не действуют (${field('reason')}).`,
  RemoveDelegationToken: (field) => `Токен делегирования ${field('tokenId')} отозван.`,
  RegisterController: (field) => `Контроллер ${field('controllerId')} регистрируется.`,
  ClearElr: (field) => `Реплики, годные в лидеры, забыты (${field('topicName')}).`,
  UnregisterController: (field) => `Регистрация контроллера ${field('controllerId')} снята.`,
}
