import type { Assignment, Throttle } from '../api/reassignments.ts'
import type { TopicMetadata } from '../kafka/cluster-metadata.ts'
import { changeConfig, describeConfig } from '../kafka/configs.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { topicConfigValues } from '../kafka/topic-config-values.ts'

/*
 * How Kafka limits the copying of a reassignment (KIP-73), with the names that its own tool uses: each broker has a rate for what it sends
 * and one for what it takes, which concern only those replicas that the topic lists as `partition:broker`.
 */
const leaderRate = 'leader.replication.throttled.rate'
const followerRate = 'follower.replication.throttled.rate'
const leaderReplicas = 'leader.replication.throttled.replicas'
const followerReplicas = 'follower.replication.throttled.replicas'

/** Sets limits for a move before it begins: where a partition comes from, and where it goes to. */
export async function setThrottle(
  cluster: WireCluster,
  topic: TopicMetadata,
  { assignments, bytesPerSecond }: { readonly assignments: readonly Assignment[]; readonly bytesPerSecond: bigint },
): Promise<void> {
  const sources: string[] = []
  const targets: string[] = []
  const nodeIds = new Set<number>()
  for (const { partition, replicas } of assignments) {
    const current = topic.partitions.find((each) => each.partition === partition)?.replicas ?? []
    const added = replicas.filter((nodeId) => !current.includes(nodeId))
    if (added.length === 0) continue
    for (const nodeId of [...current, ...added]) nodeIds.add(nodeId)
    sources.push(...current.map((nodeId) => `${partition}:${nodeId}`))
    targets.push(...added.map((nodeId) => `${partition}:${nodeId}`))
  }
  if (targets.length === 0) return
  await changeConfig(cluster, { type: 'topic', name: topic.name }, [
    { name: leaderReplicas, value: sources.join(',') },
    { name: followerReplicas, value: targets.join(',') },
  ])
  await setRate(cluster, [...nodeIds], bytesPerSecond)
}

/** The limits that are in force, whoever has set them. */
export async function readThrottle(cluster: WireCluster, topics: readonly string[]): Promise<Throttle> {
  const { brokers } = await cluster.metadata()
  const rates = brokers.map(async ({ nodeId }) => {
    const entries = await describeConfig(cluster, { type: 'broker', nodeId }, [leaderRate, followerRate]).catch(
      nothingOfOneThatIsDown,
    )
    const valueOf = (name: string): string | null => {
      const entry = entries.find((each) => each.name === name)
      return entry === undefined || entry.source === 'default' ? null : entry.value
    }
    return { nodeId, leaderBytesPerSecond: valueOf(leaderRate), followerBytesPerSecond: valueOf(followerRate) }
  })
  const [ofBrokers, held] = await Promise.all([
    Promise.all(rates),
    topicConfigValues(cluster, topics, followerReplicas),
  ])
  return {
    brokers: ofBrokers.filter((each) => each.leaderBytesPerSecond !== null || each.followerBytesPerSecond !== null),
    topics: [...held].filter(([, value]) => value !== null && value !== '').map(([name]) => name),
  }
}

/** It limits nobody at the moment, and must not hide what the others do. */
function nothingOfOneThatIsDown(error: unknown): [] {
  if (error instanceof KafkaClientError && error.code === 'UNREACHABLE') return []
  throw error
}

/** The same limit for what the brokers send and for what they take. */
export async function setRate(
  cluster: WireCluster,
  nodeIds: readonly number[],
  bytesPerSecond: bigint | null,
): Promise<void> {
  const value = bytesPerSecond === null ? null : String(bytesPerSecond)
  for (const nodeId of nodeIds) {
    await changeConfig(cluster, { type: 'broker', nodeId }, [
      { name: leaderRate, value },
      { name: followerRate, value },
    ])
  }
}

/** Takes the limits away from all brokers and topics that have some. */
export async function removeThrottle(cluster: WireCluster, { brokers, topics }: Throttle): Promise<void> {
  await setRate(
    cluster,
    brokers.map(({ nodeId }) => nodeId),
    null,
  )
  for (const name of topics) {
    await changeConfig(cluster, { type: 'topic', name }, [
      { name: leaderReplicas, value: null },
      { name: followerReplicas, value: null },
    ])
  }
}
