import type { Problem } from '../api/problem.ts'
import { reasonOf } from '../decoding/decode-error.ts'
import { texts } from '../languages/texts.ts'

/** What a user has given to be written cannot be read, or not be made. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly code = 'REJECTED'
  readonly problem: Problem

  /** `about`: one of `texts.transfers.unusable`. */
  constructor(about: Pick<Problem, 'what' | 'remedy'>, why: string) {
    super(why)
    this.problem = { ...about, why }
  }
}

/** Why a file cannot be read, as the system says it. */
export function fileError(path: string, error: unknown): SourceError {
  const { notThere, notAllowed, noFile, other } = texts.transfers.fileProblems
  const code = error instanceof Error && 'code' in error ? error.code : null
  const about = texts.transfers.unusable.file
  if (code === 'ENOENT') return new SourceError(about, notThere(path))
  if (code === 'EACCES' || code === 'EPERM') return new SourceError(about, notAllowed(path))
  if (code === 'EISDIR') return new SourceError(about, noFile(path))
  return new SourceError(about, other(path, reasonOf(error)))
}
