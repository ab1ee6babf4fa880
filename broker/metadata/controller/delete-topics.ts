import type { MetadataImage } from '../image/metadata-image.ts'
import type { Decision, DecisionContext, Outcome } from './decision.ts'

/** A topic by its name or by its id. */
export type TopicReference = { readonly name: string } | { readonly id: string }

export interface DeleteTopicsCommand {
  readonly topics: readonly TopicReference[]
}

/** One outcome for each reference, in the order of the command, with what is known of name and id. */
export type DeleteTopicsResult = readonly {
  readonly reference: TopicReference
  readonly outcome: Outcome<{ readonly name: string; readonly id: string }>
}[]

export function deleteTopics(
  _image: MetadataImage,
  _command: DeleteTopicsCommand,
  _context: DecisionContext,
): Decision<DeleteTopicsResult> {
  throw new Error('deleteTopics is not there yet')
}
