import { inspect } from 'node:util'
import { runHistory, shortestFailing, type History, type RunOptions } from './run-history.ts'

/** Runs a history and throws, when a promise was broken, with everything that it takes to see it again. Gives the number of disk operations. */
export async function expectKept(history: History, options: RunOptions = {}): Promise<number> {
  const { failure, operations } = await runHistory(history, options)
  if (failure === null) return operations
  const kind = kindOf(failure)
  const shortest = await shortestFailing(history, options, (other) => other !== null && kindOf(other) === kind)
  const { failure: last, reports } = await runHistory(shortest, options)
  const steps = inspect(shortest.steps, { breakLength: 140, depth: 3, maxArrayLength: null })
  const death = options.diesAt === undefined ? '' : ` DIES_AT=${options.diesAt}`
  throw new Error(
    [
      `A promise was broken: ${inspect(failure, { compact: true }).split('\n')[0]}`,
      `Again: SEED=${history.seed}${death} npx vitest run tests/simulation`,
      `The shortest history that breaks it${options.diesAt === undefined ? '' : `, with ${inspect(options)}`}:`,
      steps,
      `What the broker said:`,
      ...reports.map((report) => `  ${report}`),
    ].join('\n'),
    { cause: last ?? failure },
  )
}

/** A number from the environment; null when it is not set. */
export function numberFrom(name: string): number | null {
  const text = process.env[name]
  return text === undefined || text === '' ? null : Number(text)
}

/** The same broken promise, wherever in the log it shows. */
function kindOf(failure: unknown): string {
  return String(failure).replaceAll(/\d+/g, '0').slice(0, 60)
}
