import type { Problem } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

/** What a user has given to be written cannot be read, or not be made. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly code = 'REJECTED'
  readonly problem: Problem

  constructor(source: 'file' | 'template', why: string) {
    super(why)
    this.problem = { ...texts.transfers.unusable[source], why }
  }
}

/** Why a file cannot be read, as the system says it. */
export function fileError(path: string, error: unknown): SourceError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null
  const { notThere, notAllowed, noFile, other } = texts.transfers.fileProblems
  if (code === 'ENOENT') return new SourceError('file', notThere(path))
  if (code === 'EACCES' || code === 'EPERM') return new SourceError('file', notAllowed(path))
  if (code === 'EISDIR') return new SourceError('file', noFile(path))
  return new SourceError('file', other(path, error instanceof Error ? error.message : String(error)))
}
