import { zeroUuid } from '../../bytes/uuid.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { TopicImage } from '../image/topic-image.ts'
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

/** A topic by its name or by its id. */
export type TopicReference = { readonly name: string } | { readonly id: string }

export interface DeleteTopicsCommand {
  readonly topics: readonly TopicReference[]
  /** What the client may do with topics, by name; everything when left out. */
  readonly permissions?: {
    maySee(name: string): boolean
    mayDelete(name: string): boolean
  }
  readonly takeMutations?: TakeMutations
}

/** One outcome for each reference, in the order of the command, with what is known of name and id. */
export type DeleteTopicsResult = readonly {
  readonly reference: TopicReference
  readonly outcome: Outcome<{ readonly name: string; readonly id: string }>
}[]

/** Deletes topics with their partitions and configs. A reference that occurs twice deletes nothing. */
export function deleteTopics(
  image: MetadataImage,
  command: DeleteTopicsCommand,
  context: DecisionContext,
): Decision<DeleteTopicsResult> {
  const { permissions } = command
  const records: NewMetadataRecord[] = []
  const twice = duplicates(command.topics.map((reference) => keyOf(reference)))
  const removed = new Set<string>()
  const isDisabled = context.staticConfigs.get('delete.topic.enable')?.trim().toLowerCase() === 'false'
  const result = command.topics.map((reference) => {
    if (isDisabled) return { reference, outcome: deletionDisabled }
    if (twice.has(keyOf(reference))) return { reference, outcome: duplicate(reference) }
    if ('name' in reference && permissions?.maySee(reference.name) === false) {
      return { reference, outcome: notAuthorized }
    }
    const found = findTopic(image, reference)
    if (!found.ok) return { reference, outcome: found }
    const { id, name } = found.value
    if (permissions?.mayDelete(name) === false) return { reference, outcome: notAuthorized }
    // A topic may be named once by its name and once by its id.
    if (!removed.has(id) && command.takeMutations?.(found.value.partitions.length) === false) {
      return { reference, outcome: quotaExceeded }
    }
    if (!removed.has(id)) records.push({ type: 'RemoveTopic', version: 0, value: { topicId: id } })
    removed.add(id)
    return { reference, outcome: done({ name, id }) }
  })
  return { records, result }
}

const deletionDisabled: Outcome<never> = refused('topic-deletion-disabled', 'Topic deletion is disabled.')

const notAuthorized: Outcome<never> = refused('topic-authorization-failed', 'Topic authorization failed.')

function duplicate(reference: TopicReference): Outcome<never> {
  return refused('invalid-request', 'name' in reference ? 'Duplicate topic name.' : 'Duplicate topic id.')
}

function keyOf(reference: TopicReference): string {
  return 'name' in reference ? `name ${reference.name}` : `id ${reference.id}`
}

function findTopic(image: MetadataImage, reference: TopicReference): Outcome<TopicImage> {
  if ('name' in reference) {
    const topic = image.topic(reference.name)
    return topic
      ? done(topic)
      : refused('unknown-topic-or-partition', 'This server does not host this topic-partition.')
  }
  if (reference.id === zeroUuid) return refused('invalid-request', 'Neither topic name nor id were specified.')
  const topic = image.topicById(reference.id)
  return topic ? done(topic) : refused('unknown-topic-id', 'This server does not host this topic ID.')
}
