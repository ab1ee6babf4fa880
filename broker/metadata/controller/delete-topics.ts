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

/** One outcome for each reference, in the order of the command, repetitions left out, with what is known of name and id. */
export type DeleteTopicsResult = readonly {
  readonly reference: TopicReference
  readonly outcome: Outcome<{ readonly name: string; readonly id: string }>
  /** Of a topic that was refused because it is named by both. */
  readonly id?: string
}[]

/**
 * Deletes topics with their partitions and configs. A reference that occurs twice deletes nothing and has one outcome, and
 * so has a topic that is named both by its name and by its id.
 */
export function deleteTopics(
  image: MetadataImage,
  command: DeleteTopicsCommand,
  context: DecisionContext,
): Decision<DeleteTopicsResult> {
  const { permissions } = command
  const records: NewMetadataRecord[] = []
  const twice = duplicates(command.topics.map((reference) => keyOf(reference)))
  const references = [...new Map(command.topics.map((each) => [keyOf(each), each])).values()]
  const bothWays = namedBothWays(image, references, permissions)
  const isDisabled = context.staticConfigs.get('delete.topic.enable')?.trim().toLowerCase() === 'false'
  const result = references.flatMap((reference): DeleteTopicsResult[number] | [] => {
    if (isDisabled) return { reference, outcome: deletionDisabled }
    if (twice.has(keyOf(reference))) return { reference, outcome: duplicate(reference) }
    if ('name' in reference && permissions?.maySee(reference.name) === false) {
      return { reference, outcome: notAuthorized }
    }
    const found = findTopic(image, reference)
    if (!found.ok) return { reference, outcome: found }
    const { id, name } = found.value
    if (permissions?.mayDelete(name) === false) return { reference, outcome: notAuthorized }
    if (bothWays.has(id)) return 'name' in reference ? { reference, outcome: suppliedTwice, id } : []
    if (command.takeMutations?.(found.value.partitions.length) === false) {
      return { reference, outcome: quotaExceeded }
    }
    records.push({ type: 'RemoveTopic', version: 0, value: { topicId: id } })
    return { reference, outcome: done({ name, id }) }
  })
  return { records, result }
}

/** Ids of topics that the client may delete, and that it names in two ways. */
function namedBothWays(
  image: MetadataImage,
  references: readonly TopicReference[],
  permissions: DeleteTopicsCommand['permissions'],
): ReadonlySet<string> {
  const ids = references.flatMap((reference) => {
    const found = findTopic(image, reference)
    return found.ok && permissions?.mayDelete(found.value.name) !== false ? [found.value.id] : []
  })
  return duplicates(ids)
}

const suppliedTwice: Outcome<never> = refused('invalid-request', 'The topic of this name was already given by its id.')

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
