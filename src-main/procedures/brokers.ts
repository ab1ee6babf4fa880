import type { Broker, LogDirectory as DirectoryEntry } from '../api/brokers.ts'
import { guessKafkaVersion } from '../kafka/api-version-table.ts'
import type { BrokerMetadata, ClusterMetadata } from '../kafka/cluster-metadata.ts'
import { describeConfig } from '../kafka/configs.ts'
import { readFeatures } from '../kafka/features.ts'
import { explainError, KafkaClientError } from '../kafka/kafka-errors.ts'
import { describeLogDirectories, type LogDirectory } from '../kafka/log-directories.ts'
import { readQuorum } from '../kafka/quorum.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { api } from './implementer.ts'
import { changeAndDescribe } from './settled-config.ts'

export const brokers = {
  list: api.brokers.list.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const metadata = await cluster.metadata(null)
    const counts = countPartitions(metadata)
    return {
      kafkaClusterId: metadata.kafkaClusterId,
      controllerId: metadata.controllerId,
      brokers: await Promise.all(
        metadata.brokers.map(async (broker) => ({
          ...known(broker, metadata),
          leaderPartitionCount: counts.leading.get(broker.nodeId) ?? 0,
          replicaCount: counts.holding.get(broker.nodeId) ?? 0,
          ...(await ask(cluster, broker)),
        })),
      ),
    }
  }),
  configs: api.brokers.configs.handler(({ context, input }) =>
    describeConfig(context.clusters.get(input.clusterId), { type: 'broker', nodeId: input.nodeId }),
  ),
  changeConfig: api.brokers.changeConfig.handler(({ context, input }) => {
    const { clusterId, nodeId, name, value } = input
    return changeAndDescribe(context.clusters.get(clusterId), { type: 'broker', nodeId }, { name, value })
  }),
  quorum: api.brokers.quorum.handler(({ context, input }) => readQuorum(context.clusters.get(input.clusterId))),
  features: api.brokers.features.handler(async ({ context, input }) => {
    const { features, finalizedEpoch } = await readFeatures(context.clusters.get(input.clusterId))
    return { features: [...features], finalizedEpoch }
  }),
}

function known({ nodeId, host, port, rack }: BrokerMetadata, { controllerId }: ClusterMetadata) {
  return { nodeId, host, port, rack, isController: nodeId === controllerId }
}

interface Counts {
  readonly leading: ReadonlyMap<number, number>
  readonly holding: ReadonlyMap<number, number>
}

function countPartitions({ topics }: ClusterMetadata): Counts {
  const leading = new Map<number, number>()
  const holding = new Map<number, number>()
  for (const { partitions } of topics.values()) {
    for (const { leader, replicas } of partitions) {
      if (leader !== null) leading.set(leader, (leading.get(leader) ?? 0) + 1)
      for (const nodeId of replicas) holding.set(nodeId, (holding.get(nodeId) ?? 0) + 1)
    }
  }
  return { leading, holding }
}

type Answered = Pick<Broker, 'version' | 'logDirectories' | 'problem'>

/** A broker that does not answer is listed all the same, with the reason; so is one that does not show its directories. */
async function ask(cluster: WireCluster, { nodeId }: BrokerMetadata): Promise<Answered> {
  let version: string | null = null
  try {
    const { versions } = await cluster.connection({ to: 'broker', nodeId })
    version = guessKafkaVersion(versions)
    const directories = await describeLogDirectories(cluster, nodeId)
    return { version, logDirectories: directories.map(entryOf), problem: null }
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
    return { version, logDirectories: [], problem: explainError(error) }
  }
}

const largestShown = 20

function entryOf({ path, partitions, totalBytes, usableBytes, problem }: LogDirectory): DirectoryEntry {
  const bySize = partitions.toSorted((a, b) => (a.sizeBytes > b.sizeBytes ? -1 : Number(a.sizeBytes < b.sizeBytes)))
  return {
    path,
    sizeBytes: partitions.reduce((sum, each) => sum + each.sizeBytes, 0n),
    partitionCount: partitions.length,
    totalBytes,
    usableBytes,
    largest: bySize.slice(0, largestShown).map(({ topic, partition, sizeBytes }) => ({ topic, partition, sizeBytes })),
    problem: problem === null ? null : explainError(problem),
  }
}
