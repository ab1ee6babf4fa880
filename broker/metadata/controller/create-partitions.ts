import { partitionRecord } from '../image/image-records.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { PartitionImage, TopicImage } from '../image/topic-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import {
  done,
  quotaExceeded,
  refused,
  type Decision,
  type DecisionContext,
  type Outcome,
  type TakeMutations,
} from './decision.ts'
import { duplicates } from './duplicates.ts'
import { assignmentProblem, newPartition, placeReplicas } from './replica-placement.ts'

export interface NewPartitions {
  readonly name: string
  /** The number of partitions afterwards, not how many to add. */
  readonly totalCount: number
  /** The replicas of each partition to be added; null leaves the choice to the controller. */
  readonly assignments: readonly (readonly number[])[] | null
}

export interface CreatePartitionsCommand {
  readonly topics: readonly NewPartitions[]
  readonly validateOnly: boolean
  readonly takeMutations?: TakeMutations
}

/** One outcome for each topic of the command, in its order. */
export type CreatePartitionsResult = readonly { readonly name: string; readonly outcome: Outcome<null> }[]

/** Adds partitions to topics. Keys may go to other partitions afterwards; that is the caller's to know. */
export function createPartitions(
  image: MetadataImage,
  command: CreatePartitionsCommand,
  _context: DecisionContext,
): Decision<CreatePartitionsResult> {
  const records: NewMetadataRecord[] = []
  const twice = duplicates(command.topics.map(({ name }) => name))
  const result = command.topics.map((request): { name: string; outcome: Outcome<null> } => {
    const { name } = request
    if (twice.has(name)) return { name, outcome: refused('invalid-request', 'Duplicate topic name.') }
    const topic = image.topic(name)
    if (topic === undefined) {
      const message = 'This server does not host this topic-partition.'
      return { name, outcome: refused('unknown-topic-or-partition', message) }
    }
    const added = addedPartitions(image, topic, { ...request, takeMutations: command.takeMutations })
    if (!added.ok) return { name, outcome: added }
    records.push(...added.value.map((partition) => partitionRecord(topic.id, partition, image.metadataVersion)))
    return { name, outcome: done(null) }
  })
  return { records: command.validateOnly ? [] : records, result }
}

/** More in one go would not fit one batch. */
const maxAdditionalPartitions = 10_000

function addedPartitions(
  image: MetadataImage,
  topic: TopicImage,
  { totalCount, assignments, takeMutations }: NewPartitions & { readonly takeMutations: TakeMutations | undefined },
): Outcome<readonly PartitionImage[]> {
  const present = topic.partitions.length
  if (totalCount === present) return refused('invalid-partitions', `Topic already has ${present} partition(s).`)
  if (totalCount < present) {
    const message = `The topic ${topic.name} currently has ${present} partition(s); ${totalCount} would not be an increase.`
    return refused('invalid-partitions', message)
  }
  const additional = totalCount - present
  if (additional > maxAdditionalPartitions) {
    return refused('policy-violation', 'Excessively large number of partitions per request.')
  }
  const replicationFactor = topic.partitions[0]?.replicas.length ?? 1
  const placement =
    assignments === null
      ? placeReplicas(image, additional, replicationFactor)
      : checkedAssignments(image, assignments, { additional, replicationFactor })
  if (!placement.ok) return placement
  if (takeMutations?.(additional) === false) return quotaExceeded
  const partitions: PartitionImage[] = []
  for (const [index, replicas] of placement.value.entries()) {
    const partition = present + index
    const made = newPartition(image, partition, replicas)
    if (made === null) {
      const subject = `All brokers specified in the manual partition assignment for partition ${partition}`
      return refused('invalid-replica-assignment', `${subject} are fenced or in controlled shutdown.`)
    }
    partitions.push(made)
  }
  return done(partitions)
}

function checkedAssignments(
  image: MetadataImage,
  assignments: readonly (readonly number[])[],
  wanted: { readonly additional: number; readonly replicationFactor: number },
): Outcome<readonly (readonly number[])[]> {
  const { additional, replicationFactor } = wanted
  if (assignments.length !== additional) {
    const message = `Attempted to add ${additional} additional partition(s), but only ${assignments.length} assignment(s) were specified.`
    return refused('invalid-replica-assignment', message)
  }
  for (const replicas of assignments) {
    const problem = assignmentProblem(image, replicas, replicationFactor)
    if (problem !== null) return refused('invalid-replica-assignment', problem)
  }
  return done(assignments)
}
