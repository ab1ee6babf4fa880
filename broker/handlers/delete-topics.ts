import { zeroUuid } from '../bytes/uuid.ts'
import type { FailureKind } from '../metadata/controller/decision.ts'
import { deleteTopics as decideDeletion, type TopicReference } from '../metadata/controller/delete-topics.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  deleteTopics,
  type DeleteTopicsRequest,
  type DeleteTopicsResponseInput,
} from '../protocol/messages/delete-topics.ts'
import type { Access } from '../security/authorizer/access.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

type TopicAnswer = DeleteTopicsResponseInput['responses'][number]

/** Deletes topics by name, from version 6 also by id. */
export const deleteTopicsHandler = handler(deleteTopics, async (request, { version, broker, access, quotas }) => {
  const [unclear, references] = version >= 6 ? readReferences(request) : [[], request.topicNames.map(byName)]
  const permissions = permissionsOf(access)
  const results = await broker.metadata.execute(decideDeletion, {
    topics: references,
    permissions,
    takeMutations: (count) => quotas.takeMutations(count, { isStrict: version >= 5 }),
  })
  return {
    throttleTimeMs: quotas.mutationThrottleMs,
    responses: [
      ...unclear,
      ...results.map(({ reference, outcome, id }): TopicAnswer => {
        if (!outcome.ok) {
          const answer = failed(reference, codeFor(outcome.failure.kind, version), outcome.failure.message)
          if (id !== undefined) return { ...answer, topicId: id }
          if (outcome.failure.kind !== 'topic-authorization-failed' || 'name' in reference) return answer
          // The name behind an id is told to those who may see the topic, though they may not delete it.
          const name = broker.metadata.image.topicById(reference.id)?.name ?? null
          return { ...answer, name: name !== null && permissions.maySee(name) ? name : null }
        }
        return { name: outcome.value.name, topicId: outcome.value.id, errorCode: errorCode.NONE }
      }),
    ],
  }
})

function permissionsOf(access: Access) {
  const mayDeleteAll = access.allowsOnCluster('delete')
  return {
    maySee: (name: string) => mayDeleteAll || access.allows('describe', 'topic', name),
    mayDelete: (name: string) => mayDeleteAll || access.allows('delete', 'topic', name),
  }
}

/** Before version 3 clients do not know that deletion can be disabled. */
function codeFor(kind: FailureKind, version: number): number {
  return kind === 'topic-deletion-disabled' && version < 3 ? errorCode.INVALID_REQUEST : codeOfFailure(kind)
}

function byName(name: string): TopicReference {
  return { name }
}

/** Answers to what names no topic or names it in two ways, and what is left. */
function readReferences({ topics }: DeleteTopicsRequest): [TopicAnswer[], TopicReference[]] {
  const unclear: TopicAnswer[] = []
  const references: TopicReference[] = []
  for (const { name, topicId } of topics) {
    const hasId = topicId !== zeroUuid
    if (name !== null && !hasId) references.push({ name })
    else if (name === null && hasId) references.push({ id: topicId })
    else {
      const errorMessage = hasId
        ? 'A topic is given by its name or by its id, not by both.'
        : 'Neither topic name nor id were specified.'
      unclear.push({ name, topicId, errorCode: errorCode.INVALID_REQUEST, errorMessage })
    }
  }
  return [unclear, references]
}

function failed(reference: TopicReference, code: number, errorMessage: string): TopicAnswer {
  const named =
    'name' in reference ? { name: reference.name, topicId: zeroUuid } : { name: null, topicId: reference.id }
  return { ...named, errorCode: code, errorMessage }
}
