import { implement } from '@orpc/server'
import { contract } from '../api/contract.ts'
import type { Services } from './services.ts'
import { contractErrorOf } from './contract-error.ts'

/**
 * Where every procedure starts. Whatever one throws, at once or in the middle of a stream, reaches the front end as an error
 * of the contract.
 */
export const api = implement(contract)
  .$context<Services>()
  .use(async ({ next }) => {
    try {
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
