import type { Problem, ProblemCode } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'
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
  const words = texts.brokerProcess.start
  const { what } = words
  const why = end.failure?.text ?? endInWords(end)
  const reason = end.failure?.reason
  switch (reason) {
    case 'portTaken':
      return { what, why, remedy: words.portTaken }
    case 'directoryLocked':
      return { what, why, remedy: words.directoryLocked(directory) }
    case 'directoryUnreadable':
      return { what, why, remedy: words.directoryUnreadable(directory) }
    case 'configuration':
    case 'internal':
    case undefined:
      return { what, why, remedy: words.otherwise }
    default:
      return reason satisfies never
  }
}

/** A broker that was running is gone, and nobody had asked for it. */
export function endProblem(end: BrokerEnd): Problem {
  return {
    what: texts.brokerProcess.end.what,
    why: end.failure?.text ?? endInWords(end),
    remedy: texts.brokerProcess.end.remedy,
  }
}

function endInWords({ exitCode, signal }: BrokerEnd): string {
  const words = texts.brokerProcess.end
  if (signal === 'SIGKILL') return words.killed
  return signal === null ? words.withCode(exitCode) : words.bySignal(signal)
}
