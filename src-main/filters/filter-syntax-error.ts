import type { Problem } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

/** A filter that cannot be asked at all: a pattern, a path or an expression with a mistake in it. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError'
  readonly code = 'REJECTED'
  readonly problem: Problem

  constructor(why: string) {
    super(why)
    this.problem = { what: texts.filters.unusable, why, remedy: texts.filters.correctIt }
  }
}
