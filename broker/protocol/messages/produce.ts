import { array, int16, int32, int64, nested, records, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Appends record batches to partitions. With `acks` 0 there is no response at all. Topics go by name up to version
 * 12, by id from 13.
 *
 * Versions 0 to 2 are advertised although they are refused: librdkafka up to 2.11 stops compressing where version 0
 * is not in the range (KAFKA-18659).
 */
export const produce = api({
  key: 0,
  name: 'Produce',
  advertisedFrom: 0,
  request: message({
    name: 'ProduceRequest',
    validVersions: '3-13',
    flexibleVersions: '9+',
    fields: {
      transactionalId: string({ nullable: '0+', default: null }),
      /** 0: no response; 1: leader only; -1: all replicas in sync. */
      acks: int16(),
      timeoutMs: int32(),
      topicData: array(
        struct({
          name: string({ versions: '3-12', ignorable: true }),
          topicId: uuid({ versions: '13+', ignorable: true }),
          partitionData: array(
            struct({
              index: int32(),
              records: records(),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'ProduceResponse',
    validVersions: '3-13',
    flexibleVersions: '9+',
    fields: {
      responses: array(
        struct({
          name: string({ versions: '3-12', ignorable: true }),
          topicId: uuid({ versions: '13+', ignorable: true }),
          partitionResponses: array(
            struct({
              index: int32(),
              errorCode: int16(),
              baseOffset: int64(),
              /** -1 unless the topic stamps records with the broker's time. */
              logAppendTimeMs: int64({ default: -1n }),
              logStartOffset: int64({ versions: '5+', default: -1n, ignorable: true }),
              recordErrors: array(
                struct({
                  batchIndex: int32(),
                  batchIndexErrorMessage: string({ nullable: '0+', default: null }),
                }),
                { versions: '8+', ignorable: true },
              ),
              errorMessage: string({ versions: '8+', nullable: '0+', default: null, ignorable: true }),
              currentLeader: nested(
                {
                  leaderId: int32({ default: -1 }),
                  leaderEpoch: int32({ default: -1 }),
                },
                { versions: '10+', tag: 0 },
              ),
            }),
          ),
        }),
      ),
      throttleTimeMs: int32({ default: 0 }),
      nodeEndpoints: array(
        struct({
          nodeId: int32(),
          host: string(),
          port: int32(),
          rack: string({ nullable: '0+', default: null }),
        }),
        { versions: '10+', tag: 0 },
      ),
    },
  }),
})

export type ProduceRequest = ValueOf<typeof produce.request>
export type ProduceRequestInput = InputFor<typeof produce.request>
export type ProduceResponse = ValueOf<typeof produce.response>
export type ProduceResponseInput = InputFor<typeof produce.response>
