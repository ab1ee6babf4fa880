import type { Reassignment } from '../api/reassignments.ts'
import { describeLogDirectories } from '../kafka/log-directories.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { alterReassignments, listReassignments, type OngoingReassignment } from '../kafka/reassignments.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { texts } from '../languages/texts.ts'
import { balancedAssignment } from './balanced-assignment.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import { readThrottle, removeThrottle, setRate, setThrottle } from './throttle.ts'
import { describePartitions } from './topic-figures.ts'

export const reassignments = {
  list: api.reassignments.list.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    // A cluster that is read-only keeps its limits, and is shown all the same.
    await context.throttles.look(context, input.clusterId).catch(() => {})
    const ongoing = await listReassignments(cluster)
    const [moving, throttle] = await Promise.all([addProgress(cluster, ongoing), throttleOf(cluster)])
    return { reassignments: moving, throttle }
  }),
  plan: api.reassignments.plan.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { brokers } = await cluster.metadata()
    const topic = await cluster.topic(input.topic)
    const nodeIds = input.nodeIds ?? brokers.map(({ nodeId }) => nodeId).toSorted((a, b) => a - b)
    if (input.replicationFactor > nodeIds.length) {
      throw tooFewBrokers(input.topic, input.replicationFactor, nodeIds.length)
    }
    const planned = balancedAssignment(topic.partitions, { nodeIds, replicationFactor: input.replicationFactor })
    const sizes = await describePartitions(cluster, topic)
    const rows = planned.map(({ partition, replicas }, index) => {
      const currentReplicas = [...(topic.partitions[index]?.replicas ?? [])]
      const added = replicas.filter((nodeId) => !currentReplicas.includes(nodeId)).length
      const size = sizes[index]?.sizeBytes ?? null
      return {
        partition,
        replicas: [...replicas],
        currentReplicas,
        bytesToCopy: size === null ? null : size * BigInt(added),
      }
    })
    return { rows, nodeIds: [...nodeIds] }
  }),
  start: api.reassignments.start.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { assignments, bytesPerSecond } = input
    const topic = await cluster.topic(input.topic)
    if (bytesPerSecond !== null) {
      await context.throttles.add(context, input)
      await setThrottle(cluster, topic, { assignments, bytesPerSecond })
    }
    await alterReassignments(cluster, input.topic, assignments)
  }),
  cancel: api.reassignments.cancel.handler(({ context, input }) =>
    alterReassignments(
      context.clusters.get(input.clusterId),
      input.topic,
      input.partitions.map((partition) => ({ partition, replicas: null })),
    ),
  ),
  changeThrottle: api.reassignments.changeThrottle.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { brokers } = await throttleOf(cluster)
    await setRate(
      cluster,
      brokers.map(({ nodeId }) => nodeId),
      input.bytesPerSecond,
    )
  }),
  removeThrottle: api.reassignments.removeThrottle.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    await removeThrottle(cluster, await throttleOf(cluster))
    await context.throttles.forget(input.clusterId)
  }),
}

async function throttleOf(cluster: WireCluster) {
  const { topics } = await cluster.metadata(null)
  return readThrottle(cluster, [...topics.keys()])
}

function tooFewBrokers(topic: string, replicationFactor: number, brokerCount: number): ProblemError {
  const { what, why, remedy } = texts.procedures.tooFewBrokers
  return new ProblemError('REJECTED', { what: what(topic), why: why(replicationFactor, brokerCount), remedy })
}

/** How much of it the new replicas have: the sizes that their brokers tell, beside the leader's. */
async function addProgress(cluster: WireCluster, ongoing: readonly OngoingReassignment[]): Promise<Reassignment[]> {
  const topics = [...new Set(ongoing.map(({ topic }) => topic))]
  if (topics.length === 0) return []
  const described = await cluster.metadata(topics)
  const nodeIds = [...new Set(ongoing.flatMap(({ replicas }) => replicas))]
  const sizes = new Map<string, bigint>()
  await Promise.all(
    nodeIds.map(async (nodeId) => {
      for (const { topic, partition, sizeBytes } of await storedOn(cluster, nodeId)) {
        sizes.set(`${nodeId} ${partition} ${topic}`, sizeBytes)
      }
    }),
  )
  return ongoing.map((each) => {
    const { topic, partition, replicas, addingReplicas, removingReplicas } = each
    const leader = described.topics.get(topic)?.partitions.find((one) => one.partition === partition)?.leader ?? null
    const size = leader === null ? undefined : sizes.get(`${leader} ${partition} ${topic}`)
    const copied = addingReplicas.map((nodeId) => sizes.get(`${nodeId} ${partition} ${topic}`) ?? 0n)
    return {
      topic,
      partition,
      replicas: [...replicas],
      addingReplicas: [...addingReplicas],
      removingReplicas: [...removingReplicas],
      copiedBytes: size === undefined ? null : copied.reduce((sum, bytes) => sum + (bytes < size ? bytes : size), 0n),
      totalBytes: size === undefined ? null : size * BigInt(addingReplicas.length),
    }
  })
}

async function storedOn(cluster: WireCluster, nodeId: number) {
  try {
    return (await describeLogDirectories(cluster, nodeId)).flatMap(({ partitions }) => partitions)
  } catch (error) {
    if (error instanceof KafkaClientError) return []
    throw error
  }
}
