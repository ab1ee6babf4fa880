import { zeroUuid } from '../bytes/uuid.ts'
import { topicNameProblem } from '../metadata/controller/topic-name.ts'
import { noLeader, type PartitionImage, type TopicImage } from '../metadata/image/topic-image.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { metadata, type MetadataRequest, type MetadataResponseInput } from '../protocol/messages/metadata.ts'
import { operationsNotRequested, type Access } from '../security/authorizer/access.ts'
import { splitByAccess } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { liveBrokers } from './cluster-nodes.ts'
import { clusterOperations } from './cluster-operations.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'
import { createMissingTopics, isInternalTopic } from './internal-topics.ts'

type WantedTopic = NonNullable<MetadataRequest['topics']>[number]
type TopicAnswer = MetadataResponseInput['topics'][number]

/** The cluster as clients need it; creates topics that are only mentioned, where the broker allows it. */
export const metadataHandler = handler(metadata, (request, { version, broker, access, listenerName }) => {
  // Ids are for version 12 and later, though 10 and 11 have a place for them.
  const isNamed = (request.topics ?? []).every(({ name, topicId }) => name !== null && topicId === zeroUuid)
  if (version < 12 && !isNamed) return refuseRequest(request)
  const missing = missingTopics(request, version, { broker, access })
  const [creatable, denied] = splitByPermission(missing, access)
  const failures = new Map(denied.map((name): [string, number] => [name, errorCode.TOPIC_AUTHORIZATION_FAILED]))
  const context = { broker, access, listenerName, failures }
  if (creatable.length === 0) return answer(request, version, context)
  return createMissingTopics(broker, creatable).then((created) => {
    for (const { name, outcome } of created) {
      // Somebody else may have been faster; then the topic is there, which is all that was wanted.
      if (!outcome.ok && outcome.failure.kind !== 'topic-already-exists') {
        failures.set(name, codeOfFailure(outcome.failure.kind))
      }
    }
    return answer(request, version, context)
  })
})

/** As Kafka answers a request of which it makes nothing: without brokers or a cluster. */
function refuseRequest({ topics }: MetadataRequest): MetadataResponseInput {
  return {
    brokers: [],
    clusterId: null,
    controllerId: -1,
    topics: (topics ?? []).map(({ name, topicId }) => {
      return { errorCode: errorCode.INVALID_REQUEST, name: name ?? '', topicId, partitions: [] }
    }),
  }
}

function wantsAllTopics({ topics }: MetadataRequest, version: number): boolean {
  return topics === null || (version === 0 && topics.length === 0)
}

interface Asker {
  readonly broker: BrokerContext
  readonly access: Access
}

/** The topics to be made. Those that the client may not see are not missing: whether they exist is not even looked at. */
function missingTopics(request: MetadataRequest, version: number, { broker, access }: Asker): string[] {
  if (wantsAllTopics(request, version)) return []
  if (!request.allowAutoTopicCreation || !broker.settings.autoCreateTopics) return []
  const names = wantedTopics(request).map(wantedName)
  const { image } = broker.metadata
  return [...new Set(names)].filter(
    (name): name is string =>
      name !== null && image.topic(name) === undefined && access.allows('describe', 'topic', name),
  )
}

function splitByPermission(names: readonly string[], access: Access): [string[], string[]] {
  if (names.length === 0) return [[], []]
  const mayCreateAll = access.allowsOnCluster('create')
  return splitByAccess(names, (name) => mayCreateAll || access.allows('create', 'topic', name))
}

/** Null when the topic is asked for by its id; Java's client then leaves the name empty, others make it null. */
function wantedName({ name, topicId }: WantedTopic): string | null {
  return topicId === zeroUuid ? name : null
}

interface AnswerContext extends Asker {
  readonly listenerName: string
  /** Error codes of topics that could not be created. */
  readonly failures: ReadonlyMap<string, number>
}

function answer(request: MetadataRequest, version: number, context: AnswerContext): MetadataResponseInput {
  const { broker, access } = context
  const { image, identity } = broker.metadata
  const topics = wantsAllTopics(request, version)
    ? [...image.topicsByName.values()]
        .filter(({ name }) => access.allows('describe', 'topic', name))
        .map((topic) => describeTopic(topic, topicOperations(request, topic.name, access)))
    : inKafkasOrder(wantedTopics(request).map((wanted) => answerTopic(wanted, request, context)))
  return {
    brokers: liveBrokers(context),
    clusterId: identity.clusterId,
    // Clients send requests for the controller to this id, so it must be a broker that they can reach.
    controllerId: broker.node.id,
    topics,
    clusterAuthorizedOperations: clusterOperations(access, request),
  }
}

/** Each topic once. Where ids are given, names are not looked at. */
function wantedTopics({ topics }: MetadataRequest): readonly WantedTopic[] {
  const wanted = topics ?? []
  const byId = wanted.filter(({ topicId }) => topicId !== zeroUuid)
  if (byId.length > 0) return [...new Map(byId.map((each) => [each.topicId, each])).values()]
  return wanted.length < 2 ? wanted : [...new Map(wanted.map((each) => [each.name, each])).values()]
}

/** Ids that are not known, topics, what is not there, what may not be seen. */
function inKafkasOrder(answers: readonly TopicAnswer[]): TopicAnswer[] {
  const rank = (code: number) => {
    if (code === errorCode.UNKNOWN_TOPIC_ID) return 0
    if (code === errorCode.NONE || code === errorCode.LEADER_NOT_AVAILABLE) return 1
    return code === errorCode.TOPIC_AUTHORIZATION_FAILED ? 3 : 2
  }
  return answers.toSorted((left, right) => rank(left.errorCode) - rank(right.errorCode))
}

function topicOperations(request: MetadataRequest, name: string, access: Access): number {
  return request.includeTopicAuthorizedOperations ? access.operationsOn('topic', name) : operationsNotRequested
}

/** Who may not see a topic learns neither its name from its id nor its id from its name. */
function answerTopic(
  wanted: WantedTopic,
  request: MetadataRequest,
  { broker, access, failures }: AnswerContext,
): TopicAnswer {
  const { image } = broker.metadata
  const { topicId } = wanted
  const name = wantedName(wanted)
  const topic = name === null ? image.topicById(topicId) : image.topic(name)
  const realName = topic?.name ?? name
  if (realName !== null && !access.allows('describe', 'topic', realName)) {
    return { errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED, name, topicId, partitions: [] }
  }
  if (topic) return describeTopic(topic, topicOperations(request, topic.name, access))
  const unknown = unknownTopic({ name, topicId, failures })
  const isCounted = name !== null && unknown.errorCode !== errorCode.TOPIC_AUTHORIZATION_FAILED
  return isCounted ? { ...unknown, topicAuthorizedOperations: topicOperations(request, name, access) } : unknown
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
  readonly failures: ReadonlyMap<string, number>
}

function unknownTopic({ name, topicId, failures }: UnknownTopic): TopicAnswer {
  if (name === null) {
    return { errorCode: errorCode.UNKNOWN_TOPIC_ID, name: null, topicId, partitions: [] }
  }
  const code = failures.get(name) ?? codeOfUnknown(name)
  return { errorCode: code, name, topicId: zeroUuid, isInternal: isInternalTopic(name), partitions: [] }
}

function codeOfUnknown(name: string): number {
  return topicNameProblem(name) === null ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode.INVALID_TOPIC_EXCEPTION
}
