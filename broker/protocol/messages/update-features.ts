import { array, boolean, int16, int32, int8, string, struct } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Raises and lowers the levels of features (KIP-584, KIP-778). */
export const updateFeatures = api({
  key: 57,
  name: 'UpdateFeatures',
  request: message({
    name: 'UpdateFeaturesRequest',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      timeoutMs: int32({ default: 60_000 }),
      featureUpdates: array(
        struct({
          feature: string(),
          maxVersionLevel: int16(),
          allowDowngrade: boolean({ versions: '0', default: false }),
          /** 1 upgrade, 2 safe downgrade, 3 unsafe downgrade. */
          upgradeType: int8({ versions: '1+', default: 1 }),
        }),
      ),
      validateOnly: boolean({ versions: '1+', default: false }),
    },
  }),
  response: message({
    name: 'UpdateFeaturesResponse',
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16(),
      errorMessage: string({ nullable: '0+' }),
      results: array(
        struct({ feature: string(), errorCode: int16(), errorMessage: string({ nullable: '0+', default: null }) }),
        { versions: '0-1', ignorable: true },
      ),
    },
  }),
})
