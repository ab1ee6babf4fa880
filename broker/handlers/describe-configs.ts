import {
  describeBrokerConfigs,
  describeBrokerDefaults,
  describeTopicConfigs,
} from '../metadata/configs/describe-configs.ts'
import { describeClientMetricsConfigs } from '../metadata/configs/client-metrics-configs.ts'
import { describeGroupConfigs } from '../metadata/configs/group-settings.ts'
import type { EffectiveConfig } from '../metadata/configs/effective-config.ts'
import { allBrokersName, configResourceTypes } from '../metadata/image/config-resource.ts'
import { brokerIdProblem } from '../metadata/controller/config-checks.ts'
import { topicNameProblem } from '../metadata/controller/topic-name.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  describeConfigs,
  type DescribeConfigsRequest,
  type DescribeConfigsResponseInput,
} from '../protocol/messages/describe-configs.ts'
import { configDenial, type Refusal } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { configSourceNumber, configTypeNumber } from './config-numbers.ts'
import { handler } from './handler.ts'

type ResourceRequest = DescribeConfigsRequest['resources'][number]
type ResourceAnswer = DescribeConfigsResponseInput['results'][number]
type ConfigAnswer = ResourceAnswer['configs'][number]

/** Effective configs of topics and brokers, with where each value comes from. */
export const describeConfigsHandler = handler(describeConfigs, (request, { broker, access }) => {
  const strange = request.resources.find(({ resourceType }) => !knownTypes.has(resourceType))
  if (strange !== undefined) {
    const errorMessage = `Unexpected resource type ${strange.resourceType} for resource ${strange.resourceName}`
    const refusal = { ...refuse(errorCode.INVALID_REQUEST, errorMessage), configs: [] }
    return { results: request.resources.map((resource) => ({ ...named(resource), ...refusal })) }
  }
  const described: ResourceAnswer[] = []
  const hidden: ResourceAnswer[] = []
  for (const resource of request.resources) {
    const denial = configDenial(access, 'describeConfigs', resource)
    if (denial === null) described.push(answer(resource, request, broker))
    else hidden.push({ ...named(resource), ...denial, configs: [] })
  }
  return { results: [...described, ...hidden] }
})

/** One resource of any other type has the whole request refused, as in Kafka. */
const knownTypes: ReadonlySet<number> = new Set(Object.values(configResourceTypes))

function named({ resourceType, resourceName }: ResourceRequest) {
  return { resourceType, resourceName }
}

function answer(resource: ResourceRequest, request: DescribeConfigsRequest, broker: BrokerContext): ResourceAnswer {
  const found = findConfigs(resource, broker)
  if (!Array.isArray(found)) return { ...named(resource), ...found, configs: [] }
  const wanted = resource.configurationKeys
  const configs = found
    .filter(({ name }) => wanted === null || wanted.length === 0 || wanted.includes(name))
    .map((config) => describe(config, request))
  return { ...named(resource), errorCode: errorCode.NONE, errorMessage: '', configs }
}

function findConfigs({ resourceType, resourceName }: ResourceRequest, broker: BrokerContext) {
  const { image } = broker.metadata
  const { nodeConfigs, node } = broker
  switch (resourceType) {
    case configResourceTypes.topic: {
      const problem = topicNameProblem(resourceName)
      if (problem !== null) return refuse(errorCode.INVALID_TOPIC_EXCEPTION, problem)
      if (image.topic(resourceName)) return [...describeTopicConfigs(image, resourceName, nodeConfigs)]
      return refuse(errorCode.UNKNOWN_TOPIC_OR_PARTITION, `There is no topic ${resourceName}.`)
    }
    case configResourceTypes.broker: {
      if (resourceName === allBrokersName) return [...describeBrokerDefaults(image)]
      if (resourceName === String(node.id)) return [...describeBrokerConfigs(image, nodeConfigs)]
      return refuse(
        errorCode.INVALID_REQUEST,
        `Unexpected broker id, expected ${node.id} or empty string, but received ${resourceName}`,
      )
    }
    case configResourceTypes.group:
      if (resourceName !== '') return [...describeGroupConfigs(image, resourceName, nodeConfigs)]
      return refuse(errorCode.INVALID_REQUEST, 'Group name must not be empty')
    case configResourceTypes.clientMetrics:
      if (resourceName !== '') return [...describeClientMetricsConfigs(image, resourceName)]
      return refuse(errorCode.INVALID_REQUEST, 'Client metrics subscription name must not be empty')
    case configResourceTypes.brokerLogger: {
      const problem = resourceName === '' ? 'Broker id must not be empty' : brokerIdProblem(resourceName, node.id)
      return problem === null ? [] : refuse(errorCode.INVALID_REQUEST, problem)
    }
    default:
      return refuse(errorCode.INVALID_REQUEST, `Unsupported resource type: ${resourceType}`)
  }
}

function refuse(code: number, errorMessage: string): Refusal {
  return { errorCode: code, errorMessage }
}

function describe(
  config: EffectiveConfig,
  { includeSynonyms, includeDocumentation }: DescribeConfigsRequest,
): ConfigAnswer {
  return {
    name: config.name,
    value: config.value,
    readOnly: config.readOnly,
    configSource: configSourceNumber[config.source],
    isSensitive: config.isSensitive,
    synonyms: includeSynonyms
      ? config.synonyms.map(({ name, value, source }) => ({ name, value, source: configSourceNumber[source] }))
      : [],
    configType: configTypeNumber[config.type],
    documentation: includeDocumentation ? config.documentation : null,
  }
}
