import { errorCode } from '../../broker/protocol/error-codes.ts'
import { createPartitions } from '../../broker/protocol/messages/create-partitions.ts'
import { createTopics } from '../../broker/protocol/messages/create-topics.ts'
import { deleteTopics } from '../../broker/protocol/messages/delete-topics.ts'
import { texts } from '../languages/texts.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { refuseError, RefusedByBrokerError, type Refusal } from './kafka-errors.ts'
import { askController, retryWhileRefused } from './retry.ts'
import { untilSeen } from './until-seen.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface NewTopic {
  readonly name: string
  readonly partitionCount: number
  /** -1: the cluster's default. */
  readonly replicationFactor: number
  readonly configs: readonly { readonly name: string; readonly value: string }[]
  /** The replicas of each partition, the preferred leader first; the cluster chooses when left out. */
  readonly assignment?: readonly (readonly number[])[]
}

const timeoutMs = 15_000

/** Creates a topic and waits until all of its partitions have a leader, so that it can be used at once. */
export async function createTopic(cluster: WireCluster, topic: NewTopic): Promise<TopicMetadata> {
  await askController(() => requestTopic(cluster, topic))
  return waitForLeaders(cluster, topic.name, topic.partitionCount)
}

async function requestTopic(cluster: WireCluster, topic: NewTopic): Promise<void> {
  const { name, partitionCount, replicationFactor, configs } = topic
  const response = await cluster.request({ to: 'controller' }, createTopics, {
    topics: [
      topic.assignment === undefined
        ? { name, numPartitions: partitionCount, replicationFactor, assignments: [], configs }
        : { name, numPartitions: -1, replicationFactor: -1, assignments: assignmentsOf(topic.assignment), configs },
    ],
    timeoutMs,
  })
  const { rights } = texts.refusals
  refuseTheOne(response.topics, {
    what: texts.refusals.topicNotCreated(name),
    needs: rights.either(rights.onCluster('CREATE'), rights.onTopic('CREATE', name)),
  })
}

interface AnsweredTopic {
  readonly errorCode: number
  readonly errorMessage: string | null
}

/** Of a request about one topic. @throws RefusedByBrokerError also where nothing is said of it */
function refuseTheOne([answered]: readonly AnsweredTopic[], about: Pick<Refusal, 'what' | 'needs'>): void {
  const { errorCode: code = errorCode.UNKNOWN_SERVER_ERROR, errorMessage: message = null } = answered ?? {}
  refuseError({ ...about, errorCode: code, message })
}

function assignmentsOf(assignment: readonly (readonly number[])[]) {
  return assignment.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds: [...brokerIds] }))
}

/** Deletes a topic with all of its records, and waits until it is no longer there for who asks. */
export async function deleteTopic(cluster: WireCluster, name: string): Promise<void> {
  await askController(async () => {
    const response = await cluster.request({ to: 'controller' }, deleteTopics, (version) =>
      version >= 6 ? { topics: [{ name }], timeoutMs } : { topicNames: [name], timeoutMs },
    )
    refuseTheOne(response.responses, {
      what: texts.refusals.topicNotDeleted(name),
      needs: texts.refusals.rights.onTopic('DELETE', name),
    })
  })
  await untilSeen(async () => !(await cluster.metadata([name])).topics.has(name))
}

/** Raises the number of partitions to `totalCount` and waits until the new ones have a leader. */
export async function addPartitions(cluster: WireCluster, name: string, totalCount: number): Promise<TopicMetadata> {
  await askController(async () => {
    const response = await cluster.request({ to: 'controller' }, createPartitions, {
      topics: [{ name, count: totalCount, assignments: null }],
      timeoutMs,
      validateOnly: false,
    })
    refuseTheOne(response.results, {
      what: texts.refusals.partitionsNotAdded(name),
      needs: texts.refusals.rights.onTopic('ALTER', name),
    })
  })
  return waitForLeaders(cluster, name, totalCount)
}

/** The controller has decided; the brokers learn of it a moment later. */
async function waitForLeaders(cluster: WireCluster, name: string, partitionCount: number): Promise<TopicMetadata> {
  return retryWhileRefused(async () => {
    const topic = await cluster.topic(name)
    const led = topic.partitions.filter(({ leader }) => leader !== null)
    if (led.length >= partitionCount) return topic
    const what = texts.refusals.topicWithoutLeaders(name)
    throw new RefusedByBrokerError({ what, errorCode: errorCode.LEADER_NOT_AVAILABLE })
  })
}
