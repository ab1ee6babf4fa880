import { zeroUuid } from '../bytes/uuid.ts'
import { noLeader, type PartitionImage, type TopicImage } from '../metadata/image/topic-image.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { metadata, type MetadataRequest, type MetadataResponseInput } from '../protocol/messages/metadata.ts'
import { allOperations, operationsNotRequested } from '../security/authorized-operations.ts'
import type { BrokerContext } from './broker-context.ts'
import { liveBrokers } from './cluster-nodes.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'
import { createMissingTopics, isInternalTopic } from './internal-topics.ts'

type TopicAnswer = MetadataResponseInput['topics'][number]

/** The cluster as clients need it; creates topics that are only mentioned, where the broker allows it. */
export const metadataHandler = handler(metadata, (request, { version, broker }) => {
  const missing = missingTopics(request, version, broker)
  if (missing.length === 0) return answer(request, version, { broker, failures: new Map() })
  return createMissingTopics(broker, missing).then((created) => {
    const failures = new Map<string, number>()
    for (const { name, outcome } of created) {
      // Somebody else may have been faster; then the topic is there, which is all that was wanted.
      if (!outcome.ok && outcome.failure.kind !== 'topic-already-exists') {
        failures.set(name, codeOfFailure(outcome.failure.kind))
      }
    }
    return answer(request, version, { broker, failures })
  })
})

function wantsAllTopics({ topics }: MetadataRequest, version: number): boolean {
  return topics === null || (version === 0 && topics.length === 0)
}

function missingTopics(request: MetadataRequest, version: number, broker: BrokerContext): string[] {
  if (wantsAllTopics(request, version)) return []
  if (!request.allowAutoTopicCreation || !broker.settings.autoCreateTopics) return []
  const names = (request.topics ?? []).map(wantedName)
  const { image } = broker.metadata
  return [...new Set(names)].filter((name): name is string => name !== null && image.topic(name) === undefined)
}

/** Null when the topic is asked for by its id; Java's client then leaves the name empty, others make it null. */
function wantedName({ name, topicId }: NonNullable<MetadataRequest['topics']>[number]): string | null {
  return topicId === zeroUuid ? name : null
}

interface AnswerContext {
  readonly broker: BrokerContext
  /** Error codes of topics that could not be created. */
  readonly failures: ReadonlyMap<string, number>
}

function answer(request: MetadataRequest, version: number, { broker, failures }: AnswerContext): MetadataResponseInput {
  const { image, identity } = broker.metadata
  const topicOperations = request.includeTopicAuthorizedOperations ? allOperations.topic : operationsNotRequested
  const describe = (topic: TopicImage): TopicAnswer => describeTopic(topic, topicOperations)
  const topics = wantsAllTopics(request, version)
    ? [...image.topicsByName.values()].map(describe)
    : (request.topics ?? []).map((wanted) => {
        const { topicId } = wanted
        const name = wantedName(wanted)
        const topic = name === null ? image.topicById(topicId) : image.topic(name)
        return topic ? describe(topic) : unknownTopic({ name, topicId, version, failures })
      })
  return {
    brokers: liveBrokers(broker),
    clusterId: identity.clusterId,
    // Clients send requests for the controller to this id, so it must be a broker that they can reach.
    controllerId: broker.node.id,
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? allOperations.cluster
      : operationsNotRequested,
  }
}

function describeTopic(topic: TopicImage, topicAuthorizedOperations: number): TopicAnswer {
  return {
    errorCode: errorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.map(describePartition),
    topicAuthorizedOperations,
  }
}

function describePartition(partition: PartitionImage): TopicAnswer['partitions'][number] {
  return {
    errorCode: partition.leader === noLeader ? errorCode.LEADER_NOT_AVAILABLE : errorCode.NONE,
    partitionIndex: partition.partition,
    leaderId: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: partition.replicas,
    isrNodes: partition.isr,
  }
}

interface UnknownTopic {
  readonly name: string | null
  readonly topicId: string
  readonly version: number
  readonly failures: ReadonlyMap<string, number>
}

function unknownTopic({ name, topicId, version, failures }: UnknownTopic): TopicAnswer {
  if (name === null) {
    // Asking by id exists from version 12 on; before that there is no way to answer without a name.
    if (version < 12) return { errorCode: errorCode.INVALID_REQUEST, name: '', topicId, partitions: [] }
    return { errorCode: errorCode.UNKNOWN_TOPIC_ID, name: null, topicId, partitions: [] }
  }
  const code = failures.get(name) ?? codeOfUnknown(name)
  return { errorCode: code, name, topicId: zeroUuid, isInternal: isInternalTopic(name), partitions: [] }
}

const legalName = /^[a-zA-Z0-9._-]{1,249}$/

function codeOfUnknown(name: string): number {
  const isLegal = legalName.test(name) && name !== '.' && name !== '..'
  return isLegal ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode.INVALID_TOPIC_EXCEPTION
}
