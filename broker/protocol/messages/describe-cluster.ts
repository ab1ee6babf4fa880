import { array, boolean, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Cluster id, brokers and controller (KIP-700). */
export const describeCluster = api({
  key: 60,
  name: 'DescribeCluster',
  request: message({
    name: 'DescribeClusterRequest',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      includeClusterAuthorizedOperations: boolean(),
      endpointType: int8({ versions: '1+', default: 1 }),
      includeFencedBrokers: boolean({ versions: '2+' }),
    },
  }),
  response: message({
    name: 'DescribeClusterResponse',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+', default: null }),
      endpointType: int8({ versions: '1+', default: 1 }),
      clusterId: string(),
      controllerId: int32({ default: -1 }),
      brokers: array(
        struct({
          brokerId: int32(),
          host: string(),
          port: int32(),
          rack: string({ nullable: '0+', default: null }),
          isFenced: boolean({ versions: '2+' }),
        }),
      ),
      clusterAuthorizedOperations: int32({ default: -2147483648 }),
    },
  }),
})

export type DescribeClusterRequest = ValueOf<typeof describeCluster.request>
export type DescribeClusterRequestInput = InputFor<typeof describeCluster.request>
export type DescribeClusterResponse = ValueOf<typeof describeCluster.response>
export type DescribeClusterResponseInput = InputFor<typeof describeCluster.response>
