import { configResourceType } from '../protocol/config-terms.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { listConfigResources } from '../protocol/messages/list-config-resources.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

const { topic, broker: brokerType, brokerLogger, clientMetrics, group } = configResourceType
const listable: readonly number[] = [topic, brokerType, brokerLogger, clientMetrics, group]

/** What has configs, by kind (KIP-1142). Version 0 knows client metrics only. */
export const listConfigResourcesHandler = handler(
  listConfigResources,
  ({ resourceTypes }, { version, broker, access }) => {
    if (!access.allowsOnCluster('describeConfigs')) {
      return { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED, configResources: [] }
    }
    const wanted = version === 0 ? [clientMetrics] : resourceTypes.length === 0 ? listable : resourceTypes
    if (!wanted.every((type) => listable.includes(type))) {
      return { errorCode: errorCode.UNSUPPORTED_VERSION, configResources: [] }
    }
    return {
      errorCode: errorCode.NONE,
      configResources: [...new Set(wanted)].flatMap((resourceType) =>
        namesOf(resourceType, broker).map((resourceName) => ({ resourceName, resourceType })),
      ),
    }
  },
)

function namesOf(type: number, broker: BrokerContext): string[] {
  const { image } = broker.metadata
  if (type === topic) return [...image.topicsByName.keys()]
  if (type === brokerType || type === brokerLogger) {
    return [...image.brokers.values()].filter(({ fenced }) => !fenced).map(({ id }) => String(id))
  }
  // Client metrics and groups have no list of their own: what somebody has configured is what there is.
  return [...image.configs.values()]
    .map(({ resource }) => resource)
    .flatMap((each) => (each.type === type ? each.name : []))
}
