import { array, boolean, float64, int16, int32, string, struct } from '../../schema/field.ts'
import { message, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Sets and removes quotas of entities (KIP-546). */
export const alterClientQuotas = api({
  key: 49,
  name: 'AlterClientQuotas',
  request: message({
    name: 'AlterClientQuotasRequest',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      entries: array(
        struct({
          entity: array(
            struct({
              entityType: string(),
              /** Null is the default entity. */
              entityName: string({ nullable: '0+' }),
            }),
          ),
          ops: array(
            struct({
              key: string(),
              value: float64(),
              remove: boolean(),
            }),
          ),
        }),
      ),
      validateOnly: boolean(),
    },
  }),
  response: message({
    name: 'AlterClientQuotasResponse',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      entries: array(
        struct({
          errorCode: int16(),
          errorMessage: string({ nullable: '0+' }),
          entity: array(
            struct({
              entityType: string(),
              entityName: string({ nullable: '0+' }),
            }),
          ),
        }),
      ),
    },
  }),
})

export type AlterClientQuotasRequest = ValueOf<typeof alterClientQuotas.request>
