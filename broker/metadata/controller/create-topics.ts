import type { EffectiveConfig } from '../configs/effective-config.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { Decision, DecisionContext, Outcome } from './decision.ts'

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

/** Creates topics with their partitions and configs, all of the command in one batch. */
export function createTopics(
  _image: MetadataImage,
  _command: CreateTopicsCommand,
  _context: DecisionContext,
): Decision<CreateTopicsResult> {
  throw new Error('createTopics is not there yet')
}
