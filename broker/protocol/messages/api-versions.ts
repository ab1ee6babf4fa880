import { array, boolean, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/**
 * Which APIs, versions and features a broker has. The first request on every connection; its response header is
 * always version 0 (KIP-511).
 */
export const apiVersions = api({
  key: 18,
  name: 'ApiVersions',
  request: message({
    name: 'ApiVersionsRequest',
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: {
      clientSoftwareName: string({ versions: '3+', ignorable: true }),
      clientSoftwareVersion: string({ versions: '3+', ignorable: true }),
    },
  }),
  response: message({
    name: 'ApiVersionsResponse',
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: {
      errorCode: int16(),
      apiKeys: array(
        struct({
          apiKey: int16(),
          minVersion: int16(),
          maxVersion: int16(),
        }),
      ),
      throttleTimeMs: int32({ versions: '1+', ignorable: true }),
      supportedFeatures: array(
        struct({
          name: string(),
          minVersion: int16(),
          maxVersion: int16(),
        }),
        { versions: '3+', tag: 0, ignorable: true },
      ),
      /** -1 where the features are not known. */
      finalizedFeaturesEpoch: int64({ versions: '3+', tag: 1, default: -1n, ignorable: true }),
      finalizedFeatures: array(
        struct({
          name: string(),
          maxVersionLevel: int16(),
          minVersionLevel: int16(),
        }),
        { versions: '3+', tag: 2, ignorable: true },
      ),
      zkMigrationReady: boolean({ versions: '3+', tag: 3, ignorable: true }),
    },
  }),
})

export type ApiVersionsRequest = ValueOf<typeof apiVersions.request>
export type ApiVersionsRequestInput = InputFor<typeof apiVersions.request>
export type ApiVersionsResponse = ValueOf<typeof apiVersions.response>
export type ApiVersionsResponseInput = InputFor<typeof apiVersions.response>
