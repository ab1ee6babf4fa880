import { createPartitions as decidePartitions } from '../metadata/controller/create-partitions.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { createPartitions } from '../protocol/messages/create-partitions.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Adds partitions to topics. */
export const createPartitionsHandler = handler(createPartitions, async ({ topics, validateOnly }, { broker }) => {
  const results = await broker.metadata.execute(decidePartitions, {
    topics: topics.map(({ name, count, assignments }) => ({
      name,
      totalCount: count,
      assignments: assignments?.map(({ brokerIds }) => brokerIds) ?? null,
    })),
    validateOnly,
  })
  return {
    results: results.map(({ name, outcome }) => {
      if (outcome.ok) return { name, errorCode: errorCode.NONE }
      return { name, errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message }
    }),
  }
})
