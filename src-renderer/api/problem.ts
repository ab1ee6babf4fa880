import { isDefinedError, ORPCError } from '@orpc/client'
import type { Problem, ProblemCode } from '../../src-main/api/problem.ts'
import { problem } from '../../src-main/api/problem.ts'
import { texts } from '../languages/texts.ts'

export type { Problem, ProblemCode } from '../../src-main/api/problem.ts'

/** What went wrong, in the three parts that a person can use, whatever it was that was thrown. */
export function problemOf(error: unknown, what = texts.app.problem.what): Problem {
  if (error instanceof ORPCError) {
    const told = problem.safeParse(error.data)
    if (told.success) return told.data
    if (error.code === 'BAD_REQUEST') return badRequest(error, what)
  }
  const why = error instanceof Error ? error.message : String(error)
  return isConnectionLoss(why)
    ? { what, ...texts.app.problem.connectionLost }
    : { what, why, remedy: texts.app.problem.tryAgain }
}

/** The code of an error of the contract; undefined for anything else. */
export function problemCodeOf(error: unknown): ProblemCode | undefined {
  return error instanceof ORPCError && isDefinedError(error) ? (error.code as ProblemCode) : undefined
}

function badRequest(error: Error & { readonly data: unknown }, what: string): Problem {
  const { data } = error
  const issues = typeof data === 'object' && data !== null && 'issues' in data ? data.issues : undefined
  const messages = Array.isArray(issues) ? issues.map((issue: { message?: string }) => issue.message ?? '') : []
  return {
    what,
    why: messages.filter((message) => message !== '').join('. ') || error.message,
    remedy: texts.app.problem.correctInput,
  }
}

function isConnectionLoss(why: string): boolean {
  return /WebSocket is not open|closed|aborted/i.test(why)
}
