import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { array, int16, int32, int64, int8, nested, string, struct, uint16, uuid } from '../../broker/schema/field.ts'
import { message, readMessage, type Message } from '../../broker/schema/message.ts'
import type { Fields } from '../../broker/schema/field.ts'
import { texts } from '../languages/texts.ts'
import { DecodeError } from './decode-error.ts'

/*
 * Records of `__consumer_offsets` about share groups (KIP-932) and streams groups (KIP-1071), which the broker here does not
 * keep and others do:
 *
 *   key    int16 record type    group, and the member where it is about one; never flexible
 *   value  int16 version, 0     the fields, flexible
 */

const ofGroup = { group: string() }
const ofMember = { group: string(), memberId: string() }

const partitionsOfTopic = struct({ topicId: uuid(), partitions: array(int32()) })
const namedPartitions = struct({ topicId: uuid(), topicName: string(), partitions: array(int32()) })
const assignmentTimestamp = int64({ tag: 0, default: 0n })
const keyValue = struct({ key: string(), value: string() })
const topicInfo = struct({
  name: string(),
  partitions: int32(),
  replicationFactor: int16(),
  topicConfigs: array(keyValue),
})
const tasks = struct({ subtopologyId: string(), partitions: array(int32()) })
const heldTasks = struct({
  subtopologyId: string(),
  partitions: array(int32()),
  /** Since 4.2. */
  assignmentEpochs: array(int32(), { nullable: '0+', tag: 0, default: null }),
})

interface RecordType {
  readonly kind: string
  readonly key: Message
  readonly value: Message
}

function recordType(kind: string, keyFields: Fields, valueFields: Fields): RecordType {
  return {
    kind,
    key: message({ name: `${kind} key`, validVersions: '0', flexibleVersions: 'none', fields: keyFields }),
    value: message({ name: kind, validVersions: '0', flexibleVersions: '0+', fields: valueFields }),
  }
}

const types: ReadonlyMap<number, RecordType> = new Map([
  [
    10,
    recordType('share-group-member-metadata', ofMember, {
      rackId: string({ nullable: '0+' }),
      clientId: string(),
      clientHost: string(),
      subscribedTopicNames: array(string()),
    }),
  ],
  [11, recordType('share-group-metadata', ofGroup, { epoch: int32(), metadataHash: int64() })],
  [
    12,
    recordType('share-group-target-assignment-metadata', ofGroup, { assignmentEpoch: int32(), assignmentTimestamp }),
  ],
  [13, recordType('share-group-target-assignment-member', ofMember, { topicPartitions: array(partitionsOfTopic) })],
  [
    14,
    recordType('share-group-current-member-assignment', ofMember, {
      memberEpoch: int32(),
      previousMemberEpoch: int32(),
      state: int8(),
      assignedPartitions: array(partitionsOfTopic),
    }),
  ],
  [
    15,
    recordType('share-group-state-partition-metadata', ofGroup, {
      initializingTopics: array(namedPartitions),
      initializedTopics: array(namedPartitions),
      deletingTopics: array(struct({ topicId: uuid(), topicName: string() })),
    }),
  ],
  [
    17,
    recordType('streams-group-metadata', ofGroup, {
      epoch: int32(),
      metadataHash: int64(),
      validatedTopologyEpoch: int32({ tag: 0, default: -1 }),
      lastAssignmentConfigs: array(keyValue, { nullable: '0+', tag: 1, default: null }),
    }),
  ],
  [
    19,
    recordType('streams-group-member-metadata', ofMember, {
      instanceId: string({ nullable: '0+' }),
      rackId: string({ nullable: '0+' }),
      clientId: string(),
      clientHost: string(),
      rebalanceTimeoutMs: int32(),
      topologyEpoch: int32(),
      processId: string(),
      userEndpoint: nested({ host: string(), port: uint16() }, { nullable: '0+' }),
      clientTags: array(keyValue),
    }),
  ],
  [
    20,
    recordType('streams-group-target-assignment-metadata', ofGroup, { assignmentEpoch: int32(), assignmentTimestamp }),
  ],
  [
    21,
    recordType('streams-group-target-assignment-member', ofMember, {
      activeTasks: array(tasks),
      standbyTasks: array(tasks),
      warmupTasks: array(tasks),
    }),
  ],
  [
    22,
    recordType('streams-group-current-member-assignment', ofMember, {
      memberEpoch: int32(),
      previousMemberEpoch: int32(),
      state: int8(),
      activeTasks: array(heldTasks),
      standbyTasks: array(heldTasks),
      warmupTasks: array(heldTasks),
      activeTasksPendingRevocation: array(heldTasks),
      standbyTasksPendingRevocation: array(heldTasks),
      warmupTasksPendingRevocation: array(heldTasks),
    }),
  ],
  [
    23,
    recordType('streams-group-topology', ofGroup, {
      epoch: int32(),
      subtopologies: array(
        struct({
          subtopologyId: string(),
          sourceTopics: array(string()),
          sourceTopicRegex: array(string()),
          stateChangelogTopics: array(topicInfo),
          repartitionSinkTopics: array(string()),
          repartitionSourceTopics: array(topicInfo),
          copartitionGroups: array(
            struct({
              sourceTopics: array(int16()),
              sourceTopicRegex: array(int16()),
              repartitionSourceTopics: array(int16()),
            }),
          ),
        }),
      ),
    }),
  ],
])

/** How far a member is with its assignment; streams groups count from 1. */
const memberStates = ['Stable', 'Unrevoked', 'Unreleased']

function stateName(kind: string, state: number): string {
  return memberStates[kind.startsWith('streams') ? state - 1 : state] ?? `Unknown (${state})`
}

/** Null: the record is of no such type. @throws MalformedBytesError */
export function otherGroupKey(bytes: Uint8Array) {
  const reader = new ByteReader(bytes)
  const type = types.get(reader.int16())
  return type === undefined ? null : { kind: type.kind, key: readMessage(type.key, 0, reader) }
}

/** Null: the record is of no such type. @throws DecodeError, MalformedBytesError */
export function otherGroupRecord(keyBytes: Uint8Array, bytes: Uint8Array | null) {
  const type = types.get(new ByteReader(keyBytes).int16())
  if (type === undefined) return null
  if (bytes === null) return { kind: type.kind, version: null, value: null }
  const reader = new ByteReader(bytes)
  const version = reader.int16()
  if (version !== 0) throw new DecodeError(texts.decoding.unknownVersion(version))
  const value: Readonly<Record<string, unknown>> = readMessage(type.value, 0, reader)
  const { state } = value
  return {
    kind: type.kind,
    version,
    value: typeof state === 'number' ? { ...value, state: stateName(type.kind, state) } : value,
  }
}
