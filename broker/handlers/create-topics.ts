import { createTopics as decideTopics, type CreateTopicsResult } from '../metadata/controller/create-topics.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  createTopics,
  type CreateTopicsRequest,
  type CreateTopicsResponseInput,
} from '../protocol/messages/create-topics.ts'
import { splitByAccess } from './authorization.ts'
import { configSourceNumber } from './config-numbers.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

type TopicRequest = CreateTopicsRequest['topics'][number]
type TopicAnswer = CreateTopicsResponseInput['topics'][number]

/** Creates topics; each stands or falls by itself. The answer comes when their partitions can be used. */
export const createTopicsHandler = handler(createTopics, async (request, { version, broker, access, quotas }) => {
  const { topics, validateOnly } = request
  const counts = new Map<string, number>()
  for (const { name } of topics) counts.set(name, (counts.get(name) ?? 0) + 1)
  const repeated = [...counts].filter(([, count]) => count > 1).map(([name]) => name)
  const single = topics.filter(({ name }) => counts.get(name) === 1)
  const mayCreateAll = access.allowsOnCluster('create')
  const [permitted, denied] = splitByAccess(
    single,
    ({ name }) => mayCreateAll || access.allows('create', 'topic', name),
  )
  const created = await broker.metadata.execute(decideTopics, {
    topics: permitted.map(toCommand),
    validateOnly,
    takeMutations: (count) => quotas.takeMutations(count, { isStrict: version >= 6 }),
  })
  const seesConfigs = (name: string) => access.allows('describeConfigs', 'topic', name)
  return {
    throttleTimeMs: quotas.mutationThrottleMs,
    topics: [
      ...created.map((result) => answer(result, version, seesConfigs)),
      ...repeated.map((name) => failed(name, errorCode.INVALID_REQUEST, 'The request names this topic twice.')),
      ...denied.map(({ name }) => failed(name, errorCode.TOPIC_AUTHORIZATION_FAILED, 'Authorization failed.')),
    ],
  }
})

function toCommand({ name, numPartitions, replicationFactor, assignments, configs }: TopicRequest) {
  return {
    name,
    partitionCount: numPartitions,
    replicationFactor,
    assignments: assignments.map(({ partitionIndex, brokerIds }) => ({
      partition: partitionIndex,
      replicas: brokerIds,
    })),
    configs,
  }
}

function answer(
  { name, outcome }: CreateTopicsResult[number],
  version: number,
  seesConfigs: (name: string) => boolean,
): TopicAnswer {
  if (!outcome.ok) return failed(name, codeOfFailure(outcome.failure.kind), outcome.failure.message)
  if (!seesConfigs(name)) {
    const topicConfigErrorCode = errorCode.TOPIC_AUTHORIZATION_FAILED
    const why = version >= 5 ? { topicConfigErrorCode } : {}
    return { name, topicId: outcome.value.topicId, errorCode: errorCode.NONE, errorMessage: null, ...why, configs: [] }
  }
  const { topicId, partitionCount, replicationFactor, configs } = outcome.value
  return {
    name,
    topicId,
    errorCode: errorCode.NONE,
    errorMessage: null,
    numPartitions: partitionCount,
    replicationFactor,
    configs: configs.map((config) => ({
      name: config.name,
      value: config.value,
      readOnly: config.readOnly,
      configSource: configSourceNumber[config.source],
      isSensitive: config.isSensitive,
    })),
  }
}

function failed(name: string, code: number, errorMessage: string): TopicAnswer {
  return { name, errorCode: code, errorMessage, configs: [] }
}
