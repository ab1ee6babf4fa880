import { array, int16, int32, int64, string, struct, uint16, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

const replicaState = struct({
  replicaId: int32(),
  replicaDirectoryId: uuid({ versions: '2+' }),
  logEndOffset: int64(),
  lastFetchTimestamp: int64({ versions: '1+', default: -1n, ignorable: true }),
  lastCaughtUpTimestamp: int64({ versions: '1+', default: -1n, ignorable: true }),
})

/** The metadata quorum: leader, voters and observers, and how far each has come (KIP-595). */
export const describeQuorum = api({
  key: 55,
  name: 'DescribeQuorum',
  request: message({
    name: 'DescribeQuorumRequest',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      topics: array(
        struct({
          topicName: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
            }),
          ),
        }),
      ),
    },
  }),
  response: message({
    name: 'DescribeQuorumResponse',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      errorCode: int16(),
      errorMessage: string({ versions: '2+', nullable: '0+', ignorable: true }),
      topics: array(
        struct({
          topicName: string(),
          partitions: array(
            struct({
              partitionIndex: int32(),
              errorCode: int16(),
              errorMessage: string({ versions: '2+', nullable: '0+', ignorable: true }),
              leaderId: int32(),
              leaderEpoch: int32(),
              highWatermark: int64(),
              currentVoters: array(replicaState),
              observers: array(replicaState),
            }),
          ),
        }),
      ),
      nodes: array(
        struct({
          nodeId: int32(),
          listeners: array(
            struct({
              name: string(),
              host: string(),
              port: uint16(),
            }),
          ),
        }),
        { versions: '2+' },
      ),
    },
  }),
})

export type DescribeQuorumRequest = ValueOf<typeof describeQuorum.request>
export type DescribeQuorumRequestInput = InputFor<typeof describeQuorum.request>
export type DescribeQuorumResponse = ValueOf<typeof describeQuorum.response>
export type DescribeQuorumResponseInput = InputFor<typeof describeQuorum.response>
