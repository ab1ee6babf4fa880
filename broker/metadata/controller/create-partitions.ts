import type { MetadataImage } from '../image/metadata-image.ts'
import type { Decision, DecisionContext, Outcome } from './decision.ts'

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
}

/** One outcome for each topic of the command, in its order. */
export type CreatePartitionsResult = readonly { readonly name: string; readonly outcome: Outcome<null> }[]

export function createPartitions(
  _image: MetadataImage,
  _command: CreatePartitionsCommand,
  _context: DecisionContext,
): Decision<CreatePartitionsResult> {
  throw new Error('createPartitions is not there yet')
}
