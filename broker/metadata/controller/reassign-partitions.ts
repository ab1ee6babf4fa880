import { partitionRecordVersion } from '../features.ts'
import { leaderUnchanged } from '../image/partition-changes.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { PartitionImage } from '../image/topic-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { assignmentProblem } from './replica-placement.ts'

export interface PartitionReassignment {
  readonly topic: string
  readonly partition: number
  /** Where the partition shall be; null cancels a reassignment. */
  readonly replicas: readonly number[] | null
}

export interface ReassignPartitionsCommand {
  readonly reassignments: readonly PartitionReassignment[]
  readonly allowReplicationFactorChange: boolean
}

/** One outcome for each partition of the command, in its order. */
export type ReassignPartitionsResult = readonly Outcome<null>[]

/**
 * Moves partitions to other brokers, as far as one broker can: what it holds itself can be made the only replica, in a
 * single step because it is in sync; nothing can be copied to a broker that is not running.
 */
export function reassignPartitions(
  image: MetadataImage,
  { reassignments, allowReplicationFactorChange }: ReassignPartitionsCommand,
  _context: DecisionContext,
): Decision<ReassignPartitionsResult> {
  const records: NewMetadataRecord[] = []
  const result = reassignments.map(({ topic: name, partition: index, replicas }): Outcome<null> => {
    const topic = image.topic(name)
    const partition = topic?.partitions[index]
    if (topic === undefined) return refused('unknown-topic-or-partition', `Unable to find a topic named ${name}.`)
    if (partition === undefined) {
      return refused('unknown-topic-or-partition', `Unable to find partition ${name}:${index}.`)
    }
    const change =
      replicas === null
        ? cancellation(partition)
        : reassignment(image, partition, { replicas, allowReplicationFactorChange })
    if (!change.ok) return change
    if (change.value === null) return done(null)
    const value = { leader: leaderUnchanged, ...change.value, partitionId: index, topicId: topic.id }
    records.push({ type: 'PartitionChange', version: partitionRecordVersion(image.metadataVersion), value })
    return done(null)
  })
  return { records, result }
}

type Change = Partial<Pick<PartitionImage, 'replicas' | 'isr' | 'directories' | 'addingReplicas' | 'removingReplicas'>>

/** Only a directory that was taken over from a larger cluster can have one under way. */
function cancellation(partition: PartitionImage): Outcome<Change | null> {
  const { addingReplicas, removingReplicas, replicas } = partition
  if (addingReplicas.length === 0 && removingReplicas.length === 0) {
    return refused('no-reassignment-in-progress', 'No partition reassignment is in progress.')
  }
  return done(
    keepOnly(
      partition,
      replicas.filter((id) => !addingReplicas.includes(id)),
    ),
  )
}

interface Target {
  readonly replicas: readonly number[]
  readonly allowReplicationFactorChange: boolean
}

function reassignment(
  image: MetadataImage,
  partition: PartitionImage,
  { replicas, allowReplicationFactorChange }: Target,
): Outcome<Change | null> {
  const problem = assignmentProblem(image, replicas, null)
  if (problem !== null) return refused('invalid-replica-assignment', problem)
  const before = partition.replicas.length - partition.addingReplicas.length
  if (!allowReplicationFactorChange && replicas.length !== before) {
    const message = `The replication factor is changed from ${before} to ${replicas.length}`
    return refused('invalid-replication-factor', message)
  }
  const isUnchanged = partition.addingReplicas.length === 0 && partition.removingReplicas.length === 0
  if (isUnchanged && replicas.join() === partition.replicas.join()) return done(null)
  const missing = replicas.find((id) => !partition.isr.includes(id))
  if (missing === undefined) return done(keepOnly(partition, replicas))
  const message = `Broker ${missing} is not running, so that no replica can be made there.`
  return refused('invalid-replica-assignment', message)
}

/** Directories stay with their replicas. */
function keepOnly(partition: PartitionImage, replicas: readonly number[]): Change {
  const directories = replicas.flatMap((id) => partition.directories[partition.replicas.indexOf(id)] ?? [])
  return {
    replicas,
    isr: partition.isr.filter((id) => replicas.includes(id)),
    addingReplicas: [],
    removingReplicas: [],
    ...(directories.length === replicas.length ? { directories } : {}),
  }
}
