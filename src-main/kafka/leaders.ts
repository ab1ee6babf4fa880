import { errorCode } from '../../broker/protocol/error-codes.ts'
import { texts } from '../languages/texts.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { groupBy } from './group-by.ts'
import { RefusedByBrokerError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

export interface ByLeader<P extends TopicPartition> {
  readonly byLeader: ReadonlyMap<number, readonly P[]>
  /** Partitions that nobody leads at the moment, or that do not exist, and why. */
  readonly leaderless: readonly { readonly at: P; readonly problem: RefusedByBrokerError }[]
}

/** Sorts partitions by the broker that leads them; asks the cluster only where what is known does not suffice. */
export async function groupByLeader<P extends TopicPartition>(
  cluster: WireCluster,
  partitions: readonly P[],
): Promise<ByLeader<P>> {
  const unknown = partitions.filter((each) => leaderIn(cluster.knownTopic(each.topic), each) === null)
  const names = [...new Set(unknown.map(({ topic }) => topic))]
  const errors = names.length === 0 ? new Map<string, number>() : (await cluster.metadata(names)).topicErrors
  const placed = partitions.map((at) => ({ at, leader: leaderIn(cluster.knownTopic(at.topic), at) }))
  const leaderless = placed.flatMap(({ at, leader }) => {
    if (leader !== null) return []
    return [{ at, problem: explain(at, cluster.knownTopic(at.topic), errors.get(at.topic)) }]
  })
  const led = placed.flatMap(({ at, leader }) => (leader === null ? [] : [{ at, leader }]))
  const byLeader = new Map(
    [...groupBy(led, ({ leader }) => leader)].map(([leader, group]) => [leader, group.map(({ at }) => at)]),
  )
  return { byLeader, leaderless }
}

function leaderIn(topic: TopicMetadata | null, { partition }: TopicPartition): number | null {
  // Partitions stand in the order of their numbers, which have no gaps but where something is hidden: no search for each of thousands.
  const likely = topic?.partitions[partition]
  const found =
    likely?.partition === partition ? likely : topic?.partitions.find((each) => each.partition === partition)
  return found?.leader ?? null
}

function explain(at: TopicPartition, topic: TopicMetadata | null, topicError = 0): RefusedByBrokerError {
  const exists = topic?.partitions.some(({ partition }) => partition === at.partition) ?? false
  const missing = topicError === 0 ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : topicError
  return new RefusedByBrokerError({
    what: texts.refusals.partitionNotReached(at.partition, at.topic),
    errorCode: exists ? errorCode.LEADER_NOT_AVAILABLE : missing,
  })
}
