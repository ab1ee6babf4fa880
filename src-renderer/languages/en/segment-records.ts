/** A field of the record, as text. */
type Field = (name: string) => string

/** What the control records of a log say, by their type. */
export const segmentControl: Readonly<Record<string, (field: Field) => string>> = {
  ABORT: (field) => `The transaction of this producer was aborted (coordinator epoch ${field('coordinatorEpoch')}).`,
  COMMIT: (field) => `The transaction of this producer was committed (coordinator epoch ${field('coordinatorEpoch')}).`,
  LEADER_CHANGE: (field) => `Node ${field('leaderId')} leads the metadata quorum from here on.`,
  SNAPSHOT_HEADER: () => 'The snapshot begins.',
  SNAPSHOT_FOOTER: () => 'The snapshot ends here, whole.',
  KRAFT_VERSION: (field) => `kraft.version is ${field('kraftVersion')}.`,
  KRAFT_VOTERS: (field) => `The voters of the quorum: ${field('voters')}.`,
}

/** What the records of the metadata log say, by their type. */
export const segmentMetadata: Readonly<Record<string, (field: Field) => string>> = {
  RegisterBroker: (field) => `Broker ${field('brokerId')} registers with epoch ${field('brokerEpoch')}.`,
  UnregisterBroker: (field) => `Broker ${field('brokerId')} is unregistered.`,
  Topic: (field) => `Topic ${field('name')} is created, with id ${field('topicId')}.`,
  Partition: (field) =>
    `Partition ${field('partitionId')} of ${field('topicId')}: replicas ${field('replicas')}, leader ${field('leader')}, epoch ${field('leaderEpoch')}.`,
  Config: (field) =>
    field('value') === '–'
      ? `${field('name')} of ${field('resourceName')} is no longer set.`
      : `${field('name')} of ${field('resourceName') || 'all brokers'} is set to ${field('value')}.`,
  PartitionChange: (field) =>
    `Partition ${field('partitionId')} of ${field('topicId')} changes: leader ${field('leader') === '-2' ? 'as before' : field('leader')}, in sync ${field('isr')}.`,
  FenceBroker: (field) => `Broker ${field('id')} is fenced: it serves nothing.`,
  UnfenceBroker: (field) => `Broker ${field('id')} is unfenced: it may serve.`,
  RemoveTopic: (field) => `The topic with id ${field('topicId')} is deleted.`,
  DelegationToken: (field) => `Delegation token ${field('tokenId')} of ${field('owner')}.`,
  UserScramCredential: (field) => `User ${field('name')} gets a SCRAM password, hashed ${field('iterations')} times.`,
  FeatureLevel: (field) => `Feature ${field('name')} is at level ${field('featureLevel')}.`,
  ClientQuota: (field) =>
    field('remove') === 'true' ? `Quota ${field('key')} is taken away.` : `Quota ${field('key')} is ${field('value')}.`,
  ProducerIds: (field) =>
    `Broker ${field('brokerId')} gets producer ids; the next block begins at ${field('nextProducerId')}.`,
  BrokerRegistrationChange: (field) =>
    `Broker ${field('brokerId')}: ${field('fenced') === '-1' ? 'is unfenced' : field('fenced') === '1' ? 'is fenced' : 'its registration changes'}.`,
  AccessControlEntry: (field) =>
    `${field('principal')} gets a rule for ${field('resourceName')} from ${field('host')}.`,
  RemoveAccessControlEntry: (field) => `Access rule ${field('id')} is taken away.`,
  NoOp: () => 'Nothing: the controller shows that it lives.',
  ZkMigrationState: () => 'Where the migration from ZooKeeper stands.',
  RemoveUserScramCredential: (field) => `User ${field('name')} loses a SCRAM password.`,
  BeginTransaction: (field) => `A metadata transaction begins: ${field('name')}.`,
  EndTransaction: () => 'The metadata transaction ends: its records count.',
  AbortTransaction: (field) => `The metadata transaction is aborted: its records do not count (${field('reason')}).`,
  RemoveDelegationToken: (field) => `Delegation token ${field('tokenId')} is taken away.`,
  RegisterController: (field) => `Controller ${field('controllerId')} registers.`,
  ClearElr: (field) => `Eligible leader replicas are forgotten (${field('topicName')}).`,
  UnregisterController: (field) => `Controller ${field('controllerId')} is unregistered.`,
}
