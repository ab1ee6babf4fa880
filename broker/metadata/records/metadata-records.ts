import { abortTransactionRecord } from './abort-transaction-record.ts'
import { accessControlEntryRecord } from './access-control-entry-record.ts'
import { beginTransactionRecord } from './begin-transaction-record.ts'
import { brokerRegistrationChangeRecord } from './broker-registration-change-record.ts'
import { clearElrRecord } from './clear-elr-record.ts'
import { clientQuotaRecord } from './client-quota-record.ts'
import { configRecord } from './config-record.ts'
import { delegationTokenRecord } from './delegation-token-record.ts'
import { endTransactionRecord } from './end-transaction-record.ts'
import { featureLevelRecord } from './feature-level-record.ts'
import { fenceBrokerRecord } from './fence-broker-record.ts'
import { noOpRecord } from './no-op-record.ts'
import { partitionChangeRecord } from './partition-change-record.ts'
import { partitionRecord } from './partition-record.ts'
import { producerIdsRecord } from './producer-ids-record.ts'
import { registerBrokerRecord } from './register-broker-record.ts'
import { registerControllerRecord } from './register-controller-record.ts'
import { removeAccessControlEntryRecord } from './remove-access-control-entry-record.ts'
import { removeDelegationTokenRecord } from './remove-delegation-token-record.ts'
import { removeTopicRecord } from './remove-topic-record.ts'
import { removeUserScramCredentialRecord } from './remove-user-scram-credential-record.ts'
import { topicRecord } from './topic-record.ts'
import { unfenceBrokerRecord } from './unfence-broker-record.ts'
import { unregisterBrokerRecord } from './unregister-broker-record.ts'
import { unregisterControllerRecord } from './unregister-controller-record.ts'
import { userScramCredentialRecord } from './user-scram-credential-record.ts'
import { zkMigrationStateRecord } from './zk-migration-state-record.ts'
import type { InputFor, Message, ValueOf } from '../../schema/message.ts'

/**
 * Every record type of the metadata log, by its id ("api key"). 6, 13 and 16 were never given to anything; 29 came with
 * Kafka 4.4 and is read only.
 */
const recordTypes = {
  RegisterBroker: { id: 0, schema: registerBrokerRecord },
  UnregisterBroker: { id: 1, schema: unregisterBrokerRecord },
  Topic: { id: 2, schema: topicRecord },
  Partition: { id: 3, schema: partitionRecord },
  Config: { id: 4, schema: configRecord },
  PartitionChange: { id: 5, schema: partitionChangeRecord },
  FenceBroker: { id: 7, schema: fenceBrokerRecord },
  UnfenceBroker: { id: 8, schema: unfenceBrokerRecord },
  RemoveTopic: { id: 9, schema: removeTopicRecord },
  DelegationToken: { id: 10, schema: delegationTokenRecord },
  UserScramCredential: { id: 11, schema: userScramCredentialRecord },
  FeatureLevel: { id: 12, schema: featureLevelRecord },
  ClientQuota: { id: 14, schema: clientQuotaRecord },
  ProducerIds: { id: 15, schema: producerIdsRecord },
  BrokerRegistrationChange: { id: 17, schema: brokerRegistrationChangeRecord },
  AccessControlEntry: { id: 18, schema: accessControlEntryRecord },
  RemoveAccessControlEntry: { id: 19, schema: removeAccessControlEntryRecord },
  NoOp: { id: 20, schema: noOpRecord },
  ZkMigrationState: { id: 21, schema: zkMigrationStateRecord },
  RemoveUserScramCredential: { id: 22, schema: removeUserScramCredentialRecord },
  BeginTransaction: { id: 23, schema: beginTransactionRecord },
  EndTransaction: { id: 24, schema: endTransactionRecord },
  AbortTransaction: { id: 25, schema: abortTransactionRecord },
  RemoveDelegationToken: { id: 26, schema: removeDelegationTokenRecord },
  RegisterController: { id: 27, schema: registerControllerRecord },
  ClearElr: { id: 28, schema: clearElrRecord },
  UnregisterController: { id: 29, schema: unregisterControllerRecord },
} as const

type RecordTypes = typeof recordTypes

export type MetadataRecordType = keyof RecordTypes

/** A record as it was read: every field, defaults filled in. `version` is that of its body. */
export type MetadataRecord = {
  [T in MetadataRecordType]: {
    readonly type: T
    readonly version: number
    readonly value: ValueOf<RecordTypes[T]['schema']>
  }
}[MetadataRecordType]

/** A record to be written; fields with a default may be left out. */
export type NewMetadataRecord = {
  [T in MetadataRecordType]: {
    readonly type: T
    readonly version: number
    readonly value: InputFor<RecordTypes[T]['schema']>
  }
}[MetadataRecordType]

/** What `T` holds once it was read. */
export type MetadataRecordValue<T extends MetadataRecordType> = ValueOf<RecordTypes[T]['schema']>

export interface RecordDefinition {
  readonly type: MetadataRecordType
  readonly id: number
  readonly schema: Message
}

const definitions: readonly RecordDefinition[] = Object.entries(recordTypes).map(([type, { id, schema }]) => ({
  type: type as MetadataRecordType,
  id,
  schema,
}))

const byId = new Map(definitions.map((definition) => [definition.id, definition]))

/** All of them, in the order of their ids. */
export const metadataRecordDefinitions = definitions

export function recordDefinition(type: MetadataRecordType): { readonly id: number; readonly schema: Message } {
  return recordTypes[type]
}

export function recordDefinitionById(id: number): RecordDefinition | undefined {
  return byId.get(id)
}
