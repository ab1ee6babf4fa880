import type { Broker } from '../api/brokers.ts'
import { guessKafkaVersion } from '../kafka/api-version-table.ts'
import type { BrokerMetadata, ClusterMetadata } from '../kafka/cluster-metadata.ts'
import { describeConfig } from '../kafka/configs.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import { describeLogDirectories, type LogDirectory } from '../kafka/log-directories.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { api } from './implementer.ts'

export const brokers = {
  list: api.brokers.list.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const metadata = await cluster.metadata(null)
    return {
      kafkaClusterId: metadata.kafkaClusterId,
      controllerId: metadata.controllerId,
      brokers: await Promise.all(metadata.brokers.map((broker) => describe(cluster, metadata, broker))),
    }
  }),
  configs: api.brokers.configs.handler(({ context, input }) =>
    describeConfig(context.clusters.get(input.clusterId), { type: 'broker', nodeId: input.nodeId }),
  ),
}

/** A broker that does not answer is listed all the same, with the reason. */
async function describe(cluster: WireCluster, metadata: ClusterMetadata, broker: BrokerMetadata): Promise<Broker> {
  const { nodeId, host, port, rack } = broker
  const leading = [...metadata.topics.values()]
    .flatMap((topic) => topic.partitions)
    .filter((each) => each.leader === nodeId)
  const known = {
    nodeId,
    host,
    port,
    rack,
    isController: nodeId === metadata.controllerId,
    leaderPartitionCount: leading.length,
  }
  try {
    const { versions } = await cluster.connection({ to: 'broker', nodeId })
    const logDirectories = await describeLogDirectories(cluster, nodeId)
    return {
      ...known,
      version: guessKafkaVersion(versions),
      logDirectories: logDirectories.map(entryOf),
      problem: null,
    }
  } catch (error) {
    return { ...known, version: null, logDirectories: [], problem: explainError(error) }
  }
}

function entryOf({
  path,
  partitions,
  totalBytes,
  usableBytes,
  problem,
}: LogDirectory): Broker['logDirectories'][number] {
  return {
    path,
    sizeBytes: partitions.reduce((sum, each) => sum + each.sizeBytes, 0n),
    partitionCount: partitions.length,
    totalBytes,
    usableBytes,
    problem: problem === null ? null : explainError(problem),
  }
}
