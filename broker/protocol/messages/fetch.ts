import { array, int16, int32, int64, int8, nested, records, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Reads record batches; incremental fetch sessions from version 7 (KIP-227). Topics go by name up to version 12, by
 * id from 13.
 */
export const fetch = api({
  key: 1,
  name: 'Fetch',
  request: message({
    name: 'FetchRequest',
    validVersions: '4-18',
    flexibleVersions: '12+',
    fields: {
      clusterId: string({ versions: '12+', nullable: '0+', tag: 0, default: null, ignorable: true }),
      /** -1 for consumers; from version 15 part of `replicaState`. */
      replicaId: int32({ versions: '4-14', default: -1 }),
      replicaState: nested(
        {
          /** -1 for consumers; from version 15 part of `replicaState`. */
          replicaId: int32({ default: -1 }),
          replicaEpoch: int64({ default: -1n }),
        },
        { versions: '15+', tag: 1 },
      ),
      maxWaitMs: int32(),
      minBytes: int32(),
      maxBytes: int32({ default: 0x7fffffff }),
      /** 0 reads everything, 1 only what is committed (KIP-98). */
      isolationLevel: int8({ default: 0 }),
      sessionId: int32({ versions: '7+', ignorable: true }),
      /** -1 without a session, 0 to open one, then counting up. */
      sessionEpoch: int32({ versions: '7+', default: -1, ignorable: true }),
      /** In an incremental fetch: only the partitions that are new or changed. */
      topics: array(
        struct({
          topic: string({ versions: '4-12', ignorable: true }),
          topicId: uuid({ versions: '13+', ignorable: true }),
          partitions: array(
            struct({
              partition: int32(),
              currentLeaderEpoch: int32({ versions: '9+', default: -1, ignorable: true }),
              fetchOffset: int64(),
              lastFetchedEpoch: int32({ versions: '12+', default: -1 }),
              logStartOffset: int64({ versions: '5+', default: -1n, ignorable: true }),
              partitionMaxBytes: int32(),
              replicaDirectoryId: uuid({ versions: '17+', tag: 0, ignorable: true }),
              highWatermark: int64({ versions: '18+', tag: 1, default: 9223372036854775807n, ignorable: true }),
            }),
          ),
        }),
      ),
      /** Partitions to drop from the session. */
      forgottenTopicsData: array(
        struct({
          topic: string({ versions: '7-12', ignorable: true }),
          topicId: uuid({ versions: '13+', ignorable: true }),
          partitions: array(int32()),
        }),
        { versions: '7+' },
      ),
      rackId: string({ versions: '11+', ignorable: true }),
    },
  }),
  response: message({
    name: 'FetchResponse',
    validVersions: '4-18',
    flexibleVersions: '12+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16({ versions: '7+', ignorable: true }),
      /** 0 where there is no session. */
      sessionId: int32({ versions: '7+' }),
      responses: array(
        struct({
          topic: string({ versions: '4-12', ignorable: true }),
          topicId: uuid({ versions: '13+', ignorable: true }),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              highWatermark: int64(),
              lastStableOffset: int64({ default: -1n }),
              logStartOffset: int64({ versions: '5+', default: -1n, ignorable: true }),
              divergingEpoch: nested(
                {
                  epoch: int32({ default: -1 }),
                  endOffset: int64({ default: -1n }),
                },
                { versions: '12+', tag: 0 },
              ),
              currentLeader: nested(
                {
                  leaderId: int32({ default: -1 }),
                  leaderEpoch: int32({ default: -1 }),
                },
                { versions: '12+', tag: 1 },
              ),
              snapshotId: nested(
                {
                  endOffset: int64({ default: -1n }),
                  epoch: int32({ default: -1 }),
                },
                { versions: '12+', tag: 2 },
              ),
              /** Null where the reader did not ask for committed records only. */
              abortedTransactions: array(
                struct({
                  producerId: int64(),
                  firstOffset: int64(),
                }),
                { nullable: '0+' },
              ),
              /** The replica to read from instead, or -1 (KIP-392). */
              preferredReadReplica: int32({ versions: '11+', default: -1 }),
              records: records(),
            }),
          ),
        }),
      ),
      nodeEndpoints: array(
        struct({
          nodeId: int32(),
          host: string(),
          port: int32(),
          rack: string({ nullable: '0+', default: null }),
        }),
        { versions: '16+', tag: 0 },
      ),
    },
  }),
})

export type FetchRequest = ValueOf<typeof fetch.request>
export type FetchRequestInput = InputFor<typeof fetch.request>
export type FetchResponse = ValueOf<typeof fetch.response>
export type FetchResponseInput = InputFor<typeof fetch.response>
