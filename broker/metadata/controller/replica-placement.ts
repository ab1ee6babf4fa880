import type { BrokerImage } from '../image/broker-image.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { unassignedDirectory, type PartitionImage } from '../image/topic-image.ts'
import { done, refused, type Outcome } from './decision.ts'

/** Whether clients can be served by the broker. */
function isActive(broker: BrokerImage | undefined): boolean {
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown
}

/** Chooses brokers for `count` new partitions: each begins with another one, the active ones first. */
export function placeReplicas(
  image: MetadataImage,
  count: number,
  replicationFactor: number,
): Outcome<readonly (readonly number[])[]> {
  const prefix = `Unable to replicate the partition ${replicationFactor} time(s): `
  const brokers = [...image.brokers.values()].toSorted((left, right) => left.id - right.id)
  const active = brokers.filter((broker) => isActive(broker)).map(({ id }) => id)
  if (active.length === 0) {
    return refused('invalid-replication-factor', `${prefix}All brokers are currently fenced or in controlled shutdown.`)
  }
  if (replicationFactor > brokers.length) {
    const reached = `because only ${brokers.length} broker(s) are registered or some brokers have all their log directories cordoned.`
    return refused(
      'invalid-replication-factor',
      `${prefix}The target replication factor of ${replicationFactor} cannot be reached ${reached}`,
    )
  }
  const idle = brokers.filter((broker) => !isActive(broker)).map(({ id }) => id)
  const placements = Array.from({ length: count }, (_, index) => {
    const start = index % active.length
    return [...active.slice(start), ...active.slice(0, start), ...idle].slice(0, replicationFactor)
  })
  return done(placements)
}

/** What is wrong with replicas that a user has chosen for a partition, or null. */
export function assignmentProblem(
  image: MetadataImage,
  replicas: readonly number[],
  replicationFactor: number | null,
): string | null {
  if (replicas.length === 0) return 'The manual partition assignment includes an empty replica list.'
  const sorted = replicas.toSorted((left, right) => left - right)
  for (const [index, id] of sorted.entries()) {
    if (!image.brokers.has(id)) {
      return `The manual partition assignment includes broker ${id}, but no such broker is registered.`
    }
    if (sorted[index - 1] === id) return `The manual partition assignment includes the broker ${id} more than once.`
  }
  if (replicationFactor === null || replicas.length === replicationFactor) return null
  return (
    `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not ` +
    `consistent with previous partitions, which have ${replicationFactor} replica(s).`
  )
}

/** A partition as it begins; its first active replica leads. Null when none of the replicas is active. */
export function newPartition(
  image: MetadataImage,
  partition: number,
  replicas: readonly number[],
): PartitionImage | null {
  const isr = replicas.filter((id) => isActive(image.brokers.get(id)))
  const [leader] = isr
  if (leader === undefined) return null
  return {
    partition,
    replicas,
    isr,
    removingReplicas: [],
    addingReplicas: [],
    directories: replicas.map((id) => onlyDirectory(image.brokers.get(id))),
    leader,
    leaderEpoch: 0,
    partitionEpoch: 0,
    leaderRecoveryState: 0,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  }
}

/** With one log directory there is nothing to choose. */
function onlyDirectory(broker: BrokerImage | undefined): string {
  const [directory, ...others] = broker?.directories ?? []
  return directory === undefined || others.length > 0 ? unassignedDirectory : directory
}
