import { implement } from '@orpc/server'
import { contract } from '../api/contract.ts'
import type { Services } from './services.ts'
import { contractErrorOf } from './contract-error.ts'
import { refuseChanges } from './refuse-changes.ts'

/**
 * Where every procedure starts. What would change a cluster that is marked read-only ends here. Whatever a procedure throws, at once or in
 * the middle of a stream, reaches the front end as an error of the contract.
 */
export const api = implement(contract)
  .$context<Services>()
  .use(async ({ next, context, path }, input) => {
    try {
      refuseChanges(context.clusters, path, input)
      const result = await next()
      return isAsyncIterator(result.output) ? { ...result, output: translated(result.output) } : result
    } catch (error) {
      throw contractErrorOf(error)
    }
  })

function isAsyncIterator(output: unknown): output is AsyncGenerator<unknown, unknown, undefined> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

async function* translated<Item, End>(
  events: AsyncGenerator<Item, End, undefined>,
): AsyncGenerator<Item, End, undefined> {
  try {
    return yield* events
  } catch (error) {
    throw contractErrorOf(error)
  }
}
