import { createPartitions as decidePartitions } from '../metadata/controller/create-partitions.ts'
import { duplicates } from '../metadata/controller/duplicates.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { createPartitions } from '../protocol/messages/create-partitions.ts'
import { splitByAccess, topicDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Adds partitions to topics. */
export const createPartitionsHandler = handler(
  createPartitions,
  async ({ topics, validateOnly }, { version, broker, access, quotas }) => {
    const repeated = duplicates(topics.map(({ name }) => name))
    const named = topics.filter(({ name }) => !repeated.has(name))
    const [permitted, denied] = splitByAccess(named, ({ name }) => access.allows('alter', 'topic', name))
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
        ...[...repeated].map((name) => ({
          name,
          errorCode: errorCode.INVALID_REQUEST,
          errorMessage: 'Duplicate topic name.',
        })),
        ...denied.map(({ name }) => ({ name, errorCode: topicDenial.errorCode })),
        ...results.map(({ name, outcome }) => {
          if (outcome.ok) return { name, errorCode: errorCode.NONE }
          const { kind, message } = outcome.failure
          // Of a topic that is not there Kafka says no more than that.
          const errorMessage = kind === 'unknown-topic-or-partition' ? null : message
          return { name, errorCode: codeOfFailure(kind), errorMessage }
        }),
      ],
    }
  },
)
