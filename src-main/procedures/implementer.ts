import { implement } from '@orpc/server'
import { contract } from '../api/contract.ts'
import type { Services } from './services.ts'
import { contractErrorOf } from './contract-error.ts'
import { requireConfirmation } from './confirmations.ts'
import { journalled, type Call } from './journalled.ts'
import { refuseChanges } from './refuse-changes.ts'

/**
 * Where every procedure starts. What changes a cluster stands in the journal before it is done, and ends here where the cluster is marked
 * read-only. Whatever a procedure throws, at once or in the middle of a stream, reaches the front end as an error of the contract.
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
  .use(async ({ next, context, path, procedure }, input: unknown) => {
    // What does not fit the contract is refused further in, and is no change.
    const checked = await procedure['~orpc'].inputSchema?.['~standard'].validate(input)
    if (checked?.issues !== undefined) return next()
    const value: unknown = checked?.value
    const call = { path, services: context, input: value }
    const refuse = async (): Promise<void> => {
      refuseChanges(context.clusters, path, input)
      await requireConfirmation(context, call)
    }
    return journalledResult({ ...call, refuse }, async () => next())
  })

/** The framework wraps what a procedure gives. */
async function journalledResult<Result extends { readonly output: unknown }>(
  call: Call,
  next: () => Promise<Result>,
): Promise<Result> {
  const inner: Result[] = []
  const output = await journalled(call, async () => {
    const result = await next()
    inner.push(result)
    return result.output
  })
  const [result] = inner
  if (result === undefined) throw new Error('The procedure gave nothing.')
  return { ...result, output }
}

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
