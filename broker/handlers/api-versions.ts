import type { Api } from '../protocol/api.ts'
import { kraftVersionFeature } from '../metadata/features.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { apiVersions, type ApiVersionsResponseInput } from '../protocol/messages/api-versions.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

/** Names of libraries as KIP-511 allows them. */
const softwarePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/

/** Tells which APIs are served, which follows from the handlers that there are. */
export function apiVersionsHandler(served: () => readonly Api[]) {
  return handler(apiVersions, (request, { version, connection, broker }) => {
    if (version >= 3) {
      const { clientSoftwareName: name, clientSoftwareVersion } = request
      if (!softwarePattern.test(name) || !softwarePattern.test(clientSoftwareVersion)) {
        return { errorCode: errorCode.INVALID_REQUEST, apiKeys: [] }
      }
      connection.clientSoftware = { name, version: clientSoftwareVersion }
    }
    return { errorCode: errorCode.NONE, apiKeys: served().map(describeApi), ...features(broker, version) }
  })
}

/** What a client from the future gets, always in version 0: the versions of this one API. */
export function unsupportedApiVersions(): ApiVersionsResponseInput {
  return { errorCode: errorCode.UNSUPPORTED_VERSION, apiKeys: [describeApi(apiVersions)] }
}

function describeApi({ key, advertisedVersions: { min, max } }: Api) {
  return { apiKey: key, minVersion: min, maxVersion: max }
}

/** The levels of the quorum are kept in control records of its log, and told with the others. */
function features({ metadata: { image, kraftVersion }, node }: BrokerContext, version: number) {
  const supported = image.brokers.get(node.id)?.features ?? []
  const finalized = [...image.features, [kraftVersionFeature, kraftVersion] as const].filter(([, level]) => level > 0)
  return {
    supportedFeatures: supported
      // Java clients before KIP-1022 cannot read a feature whose range starts at 0; they ask in version 3.
      .filter(({ minSupportedVersion }) => version >= 4 || minSupportedVersion > 0)
      .map(({ name, minSupportedVersion, maxSupportedVersion }) => ({
        name,
        minVersion: minSupportedVersion,
        maxVersion: maxSupportedVersion,
      })),
    finalizedFeaturesEpoch: image.endOffset - 1n,
    finalizedFeatures: finalized.map(([name, level]) => ({ name, maxVersionLevel: level, minVersionLevel: level })),
  }
}
