import type { TopicSummary } from '../api/topics.ts'
import type { TopicMetadata } from '../kafka/cluster-metadata.ts'
import { describeConfig } from '../kafka/configs.ts'
import { topicConfigValues } from '../kafka/topic-config-values.ts'
import { deleteRecords } from '../kafka/delete-records.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import { addPartitions, createTopic, deleteTopic } from '../kafka/topics.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { api } from './implementer.ts'
import { copyTopic, recreateTopic } from './copy-topic.ts'
import { changeAndDescribe } from './settled-config.ts'
import { effectOf, previewPurge } from './topic-effect.ts'
import { topicConfigDefinitions } from './topic-config-definitions.ts'
import { describePartitions, topicFigures } from './topic-figures.ts'

export const topics = {
  list: api.topics.list.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const found = [...(await cluster.metadata(null)).topics.values()]
    return summaries(cluster, found)
  }),
  figures: api.topics.figures.handler(({ context, input }) =>
    topicFigures(context.clusters.get(input.clusterId), input.topics),
  ),
  describe: api.topics.describe.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const topic = await cluster.topic(input.topic)
    const [summary, partitions] = await Promise.all([summaryOf(cluster, topic), describePartitions(cluster, topic)])
    return { ...summary, partitions }
  }),
  configDefinitions: api.topics.configDefinitions.handler(({ context, input }) =>
    topicConfigDefinitions(context.clusters.get(input.clusterId)),
  ),
  create: api.topics.create.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    return summaryOf(cluster, await createTopic(cluster, input))
  }),
  delete: api.topics.delete.handler(async ({ context, input }) => {
    await deleteTopic(context.clusters.get(input.clusterId), input.topic)
  }),
  addPartitions: api.topics.addPartitions.handler(async ({ context, input }) => {
    await addPartitions(context.clusters.get(input.clusterId), input.topic, input.totalPartitionCount)
  }),
  effect: api.topics.effect.handler(({ context, input }) =>
    effectOf(context.clusters.get(input.clusterId), input.topic),
  ),
  clone: api.topics.clone.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { topic, newName: name, partitionCount } = input
    return summaryOf(cluster, await copyTopic(cluster, topic, { name, partitionCount }))
  }),
  recreate: api.topics.recreate.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    return summaryOf(cluster, await recreateTopic(cluster, input.topic))
  }),
  previewPurge: api.topics.previewPurge.handler(({ context, input }) =>
    previewPurge(context.clusters.get(input.clusterId), input),
  ),
  purge: api.topics.purge.handler(async ({ context, input }) => {
    const deleted = await deleteRecords(context.clusters.get(input.clusterId), input.topic, input.purges)
    const [first] = deleted
    // When nothing was done at all, it has failed.
    if (first?.problem && deleted.every(({ problem }) => problem !== null)) throw first.problem
    return {
      partitions: deleted.map(({ partition, startOffset, problem }) => ({
        partition,
        startOffset,
        problem: problem === null ? null : explainError(problem),
      })),
    }
  }),
  configs: api.topics.configs.handler(({ context, input }) =>
    describeConfig(context.clusters.get(input.clusterId), { type: 'topic', name: input.topic }),
  ),
  changeConfig: api.topics.changeConfig.handler(({ context, input }) => {
    const { clusterId, topic, name, value } = input
    return changeAndDescribe(context.clusters.get(clusterId), { type: 'topic', name: topic }, { name, value })
  }),
}

async function summaryOf(cluster: WireCluster, topic: TopicMetadata): Promise<TopicSummary> {
  const policies = await topicConfigValues(cluster, [topic.name], 'cleanup.policy')
  return summaryWith(topic, policies)
}

/** More than these are listed by what Metadata tells alone: asking a broker for so many configurations takes seconds. */
const mostWithPolicies = 1000

async function summaries(cluster: WireCluster, found: readonly TopicMetadata[]): Promise<TopicSummary[]> {
  const names = found.length > mostWithPolicies ? [] : found.map(({ name }) => name)
  const policies = await topicConfigValues(cluster, names, 'cleanup.policy')
  return found.map((topic) => summaryWith(topic, policies)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function summaryWith(topic: TopicMetadata, policies: ReadonlyMap<string, string | null>): TopicSummary {
  const { name, topicId, isInternal, partitions } = topic
  return {
    name,
    topicId,
    isInternal,
    partitionCount: partitions.length,
    replicationFactor: Math.max(0, ...partitions.map(({ replicas }) => replicas.length)),
    underReplicatedPartitionCount: partitions.filter(
      ({ leader, replicas, inSyncReplicas }) => leader === null || inSyncReplicas.length < replicas.length,
    ).length,
    cleanupPolicy: policies.get(name) ?? null,
  }
}
