import { brokerCandidates, brokerSources } from '../configs/resolve-config.ts'
import { describeTopicValues } from '../configs/describe-configs.ts'
import type { EffectiveConfig } from '../configs/effective-config.ts'
import { topicConfigsProblem } from '../configs/validate-topic-configs.ts'
import { configResourceTypes } from '../image/config-resource.ts'
import { partitionRecord } from '../image/image-records.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { PartitionImage } from '../image/topic-image.ts'
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
import { collidingTopic, topicNameProblem } from './topic-name.ts'

export interface ManualAssignment {
  readonly partition: number
  readonly replicas: readonly number[]
}

export interface NewTopic {
  readonly name: string
  /** -1 for the broker's `num.partitions`, and where `assignments` are given. */
  readonly partitionCount: number
  /** -1 for the broker's `default.replication.factor`, and where `assignments` are given. */
  readonly replicationFactor: number
  readonly assignments: readonly ManualAssignment[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

export interface CreateTopicsCommand {
  readonly topics: readonly NewTopic[]
  /** Decides everything and changes nothing. */
  readonly validateOnly: boolean
  readonly takeMutations?: TakeMutations
}

export interface CreatedTopic {
  readonly topicId: string
  readonly partitionCount: number
  readonly replicationFactor: number
  /** By name, in order; as DescribeConfigs would show them. */
  readonly configs: readonly EffectiveConfig[]
}

/** One outcome for each topic of the command, in its order. */
export type CreateTopicsResult = readonly { readonly name: string; readonly outcome: Outcome<CreatedTopic> }[]

/** The metadata log is not a topic that anybody could create. */
const clusterMetadataTopic = '__cluster_metadata'

/** More partitions in one command are refused as a whole: they would not fit one batch. */
const maxPartitionsPerCommand = 10_000

/** Creates topics with their partitions and configs, all of the command in one batch. */
export function createTopics(
  image: MetadataImage,
  command: CreateTopicsCommand,
  context: DecisionContext,
): Decision<CreateTopicsResult> {
  const records: NewMetadataRecord[] = []
  const twice = duplicates(command.topics.map(({ name }) => name))
  const isTooLarge = totalPartitions(image, command, context) > maxPartitionsPerCommand
  const describe = configDescriber(image, context)
  const result = command.topics.map((topic) => {
    if (twice.has(topic.name)) return { name: topic.name, outcome: duplicateName }
    if (isTooLarge) return { name: topic.name, outcome: tooManyPartitions }
    const created = createTopic(image, topic, { ...context, describe, takeMutations: command.takeMutations })
    if (!created.ok) return { name: topic.name, outcome: created }
    records.push(...created.value.records)
    return { name: topic.name, outcome: done(created.value.topic) }
  })
  return { records: command.validateOnly ? [] : records, result }
}

const duplicateName: Outcome<never> = refused('invalid-request', 'Duplicate topic name.')
const tooManyPartitions: Outcome<never> = refused(
  'policy-violation',
  'Excessively large number of partitions per request.',
)

interface Creation {
  readonly topic: CreatedTopic
  readonly records: readonly NewMetadataRecord[]
}

interface CreationContext extends DecisionContext {
  readonly describe: DescribeConfigs
  readonly takeMutations: TakeMutations | undefined
}

type DescribeConfigs = (values: ReadonlyMap<string, string>) => readonly EffectiveConfig[]

/** Topics without configs of their own are all alike, and one command may create thousands of them. */
function configDescriber(image: MetadataImage, context: DecisionContext): DescribeConfigs {
  let plain: readonly EffectiveConfig[] | null = null
  return (values) => {
    if (values.size > 0) return describeTopicValues(image, values, context)
    plain ??= describeTopicValues(image, values, context)
    return plain
  }
}

function createTopic(image: MetadataImage, topic: NewTopic, context: CreationContext): Outcome<Creation> {
  const refusal = nameRefusal(image, topic.name)
  if (refusal !== null) return refusal
  const configs = configsOf(topic)
  if (!configs.ok) return configs
  const problem = topicConfigsProblem(image, configs.value, context)
  if (problem !== null) return refused('invalid-config', problem)
  const partitions =
    topic.assignments.length > 0 ? assignedPartitions(image, topic) : placedPartitions(image, topic, context)
  if (!partitions.ok) return partitions
  if (context.takeMutations?.(partitions.value.length) === false) return quotaExceeded

  const topicId = context.newUuid()
  const created: CreatedTopic = {
    topicId,
    partitionCount: partitions.value.length,
    replicationFactor: partitions.value[0]?.replicas.length ?? 0,
    configs: context.describe(configs.value),
  }
  const records: NewMetadataRecord[] = [
    { type: 'Topic', version: 0, value: { name: topic.name, topicId } },
    ...[...configs.value].map(([name, value]) => topicConfigRecord(topic.name, name, value)),
    ...partitions.value.map((partition) => partitionRecord(topicId, partition, image.metadataVersion)),
  ]
  return done({ topic: created, records })
}

function topicConfigRecord(topicName: string, name: string, value: string): NewMetadataRecord {
  const config = { resourceType: configResourceTypes.topic, resourceName: topicName, name, value }
  return { type: 'Config', version: 0, value: config }
}

function nameRefusal(image: MetadataImage, name: string): Outcome<never> | null {
  const problem = topicNameProblem(name)
  if (problem !== null) return refused('invalid-topic', problem)
  if (name === clusterMetadataTopic) {
    return refused('topic-authorization-failed', `Creation of internal topic ${clusterMetadataTopic} is prohibited.`)
  }
  if (image.topic(name) !== undefined) return refused('topic-already-exists', `Topic '${name}' already exists.`)
  const colliding = collidingTopic(name, image.topicsByName.keys())
  if (colliding === null) return null
  return refused('invalid-topic', `Topic '${name}' collides with existing topic: ${colliding}`)
}

function configsOf(topic: NewTopic): Outcome<ReadonlyMap<string, string>> {
  const values = new Map<string, string>()
  const missing: string[] = []
  for (const { name, value } of topic.configs) {
    if (value === null) missing.push(name)
    else values.set(name, value)
  }
  if (missing.length === 0) return done(values)
  return refused('invalid-config', `Null value not supported for topic configs: ${missing.join(',')}`)
}

function assignedPartitions(image: MetadataImage, topic: NewTopic): Outcome<readonly PartitionImage[]> {
  if (topic.replicationFactor !== -1) return notWithAssignment('replication factor')
  if (topic.partitionCount !== -1) return notWithAssignment('numPartitions')
  const partitions: PartitionImage[] = []
  let replicationFactor: number | null = null
  for (const { partition, replicas } of topic.assignments) {
    if (partitions[partition] !== undefined) {
      return badAssignment(`Found multiple manual partition assignments for partition ${partition}`)
    }
    if (partition < 0 || partition >= topic.assignments.length) {
      return badAssignment('partitions should be a consecutive 0-based integer sequence')
    }
    const problem = assignmentProblem(image, replicas, replicationFactor)
    if (problem !== null) return badAssignment(problem)
    replicationFactor = replicas.length
    const made = newPartition(image, partition, replicas)
    if (made === null) {
      const subject = `All brokers specified in the manual partition assignment for partition ${partition}`
      return badAssignment(`${subject} are fenced or in controlled shutdown.`)
    }
    partitions[partition] = made
  }
  return done(partitions)
}

function notWithAssignment(what: string): Outcome<never> {
  return refused('invalid-request', `A manual partition assignment was specified, but ${what} was not set to -1.`)
}

function badAssignment(message: string): Outcome<never> {
  return refused('invalid-replica-assignment', message)
}

function placedPartitions(
  image: MetadataImage,
  topic: NewTopic,
  context: DecisionContext,
): Outcome<readonly PartitionImage[]> {
  const { replicationFactor, partitionCount } = topic
  if (replicationFactor < -1 || replicationFactor === 0) {
    const message = 'Replication factor must be larger than 0, or -1 to use the default value.'
    return refused('invalid-replication-factor', message)
  }
  if (partitionCount < -1 || partitionCount === 0) {
    return refused('invalid-partitions', 'Number of partitions was set to an invalid non-positive value.')
  }
  const count = partitionCount === -1 ? brokerNumber('num.partitions', image, context) : partitionCount
  const factor =
    replicationFactor === -1 ? brokerNumber('default.replication.factor', image, context) : replicationFactor
  const placement = placeReplicas(image, count, factor)
  if (!placement.ok) return placement
  // Placement has put an active broker first, so every partition gets a leader.
  return done(placement.value.flatMap((replicas, index) => newPartition(image, index, replicas) ?? []))
}

function totalPartitions(image: MetadataImage, command: CreateTopicsCommand, context: DecisionContext): number {
  let total = 0
  for (const { assignments, partitionCount } of command.topics) {
    if (assignments.length > 0) total += assignments.length
    else if (partitionCount === -1) total += brokerNumber('num.partitions', image, context)
    else total += Math.max(partitionCount, 0)
  }
  return total
}

function brokerNumber(name: string, image: MetadataImage, context: DecisionContext): number {
  const [strongest] = brokerCandidates(name, brokerSources(image, context))
  return Number(strongest?.value ?? 1)
}
