import type { Problem, ProblemCode } from '../api/problem.ts'
import type { BrokerEnd } from './broker-child.ts'

/** Something about the local cluster did not work, in words for the user. */
export class LocalClusterError extends Error {
  override readonly name = 'LocalClusterError'
  readonly code: ProblemCode
  readonly problem: Problem

  constructor(code: ProblemCode, problem: Problem) {
    super(`${problem.what} ${problem.why}`)
    this.code = code
    this.problem = problem
  }
}

/** Why a start came to nothing, by what the broker said at its end. */
export function startProblem(end: BrokerEnd, directory: string): Problem {
  const what = 'The local cluster did not start.'
  const why = end.failure?.text ?? endInWords(end)
  const reason = end.failure?.reason
  switch (reason) {
    case 'portTaken':
      return { what, why, remedy: 'Choose another port in the settings, or end the program that uses it.' }
    case 'directoryLocked':
      return { what, why, remedy: `Stop the other broker that uses ${directory}, then start again.` }
    case 'directoryUnreadable':
      return {
        what,
        why,
        remedy: `Look at the last lines of the log. If you do not need the data in ${directory}, wipe the local cluster.`,
      }
    case 'configuration':
    case 'internal':
    case undefined:
      return { what, why, remedy: 'The last lines of its log tell more. Your data is untouched; start again.' }
    default:
      return reason satisfies never
  }
}

/** A broker that was running is gone, and nobody had asked for it. */
export function endProblem(end: BrokerEnd): Problem {
  return {
    what: 'The local cluster has stopped unexpectedly.',
    why: end.failure?.text ?? endInWords(end),
    remedy: 'Start it again: everything that it had acknowledged is there.',
  }
}

function endInWords({ exitCode, signal }: BrokerEnd): string {
  if (signal === 'SIGKILL') {
    return 'Its process was killed (SIGKILL), by a user or because the machine ran out of memory.'
  }
  return signal === null ? `Its process ended with exit code ${exitCode}.` : `Its process was ended by ${signal}.`
}
