import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Asks for the preferred, or an unclean, leader of partitions. `topicPartitions` null means all. */
export const electLeaders = api({
  key: 43,
  name: 'ElectLeaders',
  request: message({
    name: 'ElectLeadersRequest',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      electionType: int8({ versions: '1+' }),
      topicPartitions: array(
        struct({
          topic: string(),
          partitions: array(int32()),
        }),
        { nullable: '0+' },
      ),
      timeoutMs: int32({ default: 60000 }),
    },
  }),
  response: message({
    name: 'ElectLeadersResponse',
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16({ versions: '1+' }),
      replicaElectionResults: array(
        struct({
          topic: string(),
          partitionResult: array(
            struct({
              partitionId: int32(),
              errorCode: int16(),
              errorMessage: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
    },
  }),
})

export type ElectLeadersRequest = ValueOf<typeof electLeaders.request>
export type ElectLeadersRequestInput = InputFor<typeof electLeaders.request>
export type ElectLeadersResponse = ValueOf<typeof electLeaders.response>
export type ElectLeadersResponseInput = InputFor<typeof electLeaders.response>
