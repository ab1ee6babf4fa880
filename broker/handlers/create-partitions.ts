import { createPartitions as decidePartitions } from '../metadata/controller/create-partitions.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { createPartitions } from '../protocol/messages/create-partitions.ts'
import { splitByAccess, topicDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Adds partitions to topics. */
export const createPartitionsHandler = handler(
  createPartitions,
  async ({ topics, validateOnly }, { version, broker, access, quotas }) => {
    const isRepeated = (name: string) => topics.filter((each) => each.name === name).length > 1
    const [permitted, denied] = splitByAccess(
      topics,
      ({ name }) => isRepeated(name) || access.allows('alter', 'topic', name),
    )
    const results = await broker.metadata.execute(decidePartitions, {
      topics: permitted.map(({ name, count, assignments }) => ({
        name,
        totalCount: count,
        assignments: assignments?.map(({ brokerIds }) => brokerIds) ?? null,
      })),
      validateOnly,
      takeMutations: (count) => quotas.takeMutations(count, { isStrict: version >= 3 }),
    })
    return {
      throttleTimeMs: quotas.mutationThrottleMs,
      results: [
        ...denied.map(({ name }) => ({ name, errorCode: topicDenial.errorCode })),
        ...results.map(({ name, outcome }) => {
          if (outcome.ok) return { name, errorCode: errorCode.NONE }
          return { name, errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message }
        }),
      ],
    }
  },
)
