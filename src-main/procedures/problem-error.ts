import type { Problem, ProblemCode } from '../api/problem.ts'

/** A procedure ends with this problem. Everything else that is thrown is translated in `contract-error.ts`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly problem: Problem

  constructor(code: ProblemCode, problem: Problem) {
    super(`${problem.what} ${problem.why}`)
    this.code = code
    this.problem = problem
  }
}
