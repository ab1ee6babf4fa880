import { array, boolean, float64, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** The quotas of the entities that a filter finds (KIP-546). */
export const describeClientQuotas = api({
  key: 48,
  name: 'DescribeClientQuotas',
  request: message({
    name: 'DescribeClientQuotasRequest',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      components: array(
        struct({
          entityType: string(),
          /** 0 that name, 1 the default, 2 any name. */
          matchType: int8(),
          match: string({ nullable: '0+' }),
        }),
      ),
      /** Whether entities with further parts are left out. */
      strict: boolean(),
    },
  }),
  response: message({
    name: 'DescribeClientQuotasResponse',
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      entries: array(
        struct({
          entity: array(
            struct({
              entityType: string(),
              entityName: string({ nullable: '0+' }),
            }),
          ),
          values: array(
            struct({
              key: string(),
              value: float64(),
            }),
          ),
        }),
        { nullable: '0+' },
      ),
    },
  }),
})

export type DescribeClientQuotasRequest = ValueOf<typeof describeClientQuotas.request>
