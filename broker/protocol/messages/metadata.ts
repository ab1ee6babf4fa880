import { array, boolean, int16, int32, string, struct, uuid } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Brokers, controller, and topics with their partitions and leaders. May create the topics that were asked for. */
export const metadata = api({
  key: 3,
  name: 'Metadata',
  request: message({
    name: 'MetadataRequest',
    validVersions: '0-13',
    flexibleVersions: '9+',
    fields: {
      /** Null means all topics; so does an empty list in version 0, which later means none. */
      topics: array(
        struct({
          topicId: uuid({ versions: '10+', ignorable: true }),
          name: string({ nullable: '10+' }),
        }),
        { nullable: '1+' },
      ),
      allowAutoTopicCreation: boolean({ versions: '4+', default: true }),
      includeClusterAuthorizedOperations: boolean({ versions: '8-10' }),
      includeTopicAuthorizedOperations: boolean({ versions: '8+' }),
    },
  }),
  response: message({
    name: 'MetadataResponse',
    validVersions: '0-13',
    flexibleVersions: '9+',
    fields: {
      throttleTimeMs: int32({ versions: '3+', ignorable: true }),
      brokers: array(
        struct({
          nodeId: int32(),
          host: string(),
          port: int32(),
          rack: string({ versions: '1+', nullable: '0+', default: null, ignorable: true }),
        }),
      ),
      clusterId: string({ versions: '2+', nullable: '0+', default: null, ignorable: true }),
      controllerId: int32({ versions: '1+', default: -1, ignorable: true }),
      topics: array(
        struct({
          errorCode: int16(),
          name: string({ nullable: '12+' }),
          topicId: uuid({ versions: '10+', ignorable: true }),
          isInternal: boolean({ versions: '1+', ignorable: true }),
          partitions: array(
            struct({
              errorCode: int16(),
              partitionIndex: int32(),
              leaderId: int32(),
              leaderEpoch: int32({ versions: '7+', default: -1, ignorable: true }),
              replicaNodes: array(int32()),
              isrNodes: array(int32()),
              offlineReplicas: array(int32(), { versions: '5+', ignorable: true }),
            }),
          ),
          topicAuthorizedOperations: int32({ versions: '8+', default: -2147483648 }),
        }),
      ),
      clusterAuthorizedOperations: int32({ versions: '8-10', default: -2147483648 }),
      errorCode: int16({ versions: '13+', ignorable: true }),
    },
  }),
})

export type MetadataRequest = ValueOf<typeof metadata.request>
export type MetadataRequestInput = InputFor<typeof metadata.request>
export type MetadataResponse = ValueOf<typeof metadata.response>
export type MetadataResponseInput = InputFor<typeof metadata.response>
