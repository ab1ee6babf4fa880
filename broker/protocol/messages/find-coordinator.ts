import { array, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Which broker coordinates a group, a transactional id or a share partition: one key up to version 3, several from
 * version 4.
 */
export const findCoordinator = api({
  key: 10,
  name: 'FindCoordinator',
  request: message({
    name: 'FindCoordinatorRequest',
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: {
      key: string({ versions: '0-3' }),
      keyType: int8({ versions: '1+' }),
      coordinatorKeys: array(string(), { versions: '4+' }),
    },
  }),
  response: message({
    name: 'FindCoordinatorResponse',
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: {
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      errorCode: int16({ versions: '0-3' }),
      errorMessage: string({ versions: '1-3', nullable: '0+', ignorable: true }),
      nodeId: int32({ versions: '0-3' }),
      host: string({ versions: '0-3' }),
      port: int32({ versions: '0-3' }),
      coordinators: array(
        struct({
          key: string(),
          nodeId: int32(),
          host: string(),
          port: int32(),
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
        }),
        { versions: '4+' },
      ),
    },
  }),
})

export type FindCoordinatorRequest = ValueOf<typeof findCoordinator.request>
export type FindCoordinatorRequestInput = InputFor<typeof findCoordinator.request>
export type FindCoordinatorResponse = ValueOf<typeof findCoordinator.response>
export type FindCoordinatorResponseInput = InputFor<typeof findCoordinator.response>
