import { DiskError } from '../../broker/environment/disk-error.ts'
import type { Problem, ProblemCode } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

/** What was asked for is not on disk (any more): retention, compaction or a deletion has removed it. */
export class SegmentNotFoundError extends Error {
  override readonly name = 'SegmentNotFoundError'
  readonly code: ProblemCode = 'NOT_FOUND'
  readonly problem: Problem

  constructor(message: string) {
    super(message)
    const { what, remedy } = texts.segments.gone
    this.problem = { what, why: message, remedy }
  }
}

/** The system does not let us read. */
class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError'
  readonly code: ProblemCode = 'REJECTED'
  readonly problem: Problem

  constructor(problem: Problem, cause: unknown) {
    super(problem.why, { cause })
    this.problem = problem
  }
}

/** A failure of the file system in words; anything else stays what it is. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof DiskError)) return error
  const { code, path } = error
  const { gone, unreadable } = texts.segments
  const what = unreadable.what(path)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SegmentNotFoundError(gone.path(path))
    case 'EACCES':
    case 'EPERM': {
      const why = unreadable.noPermission(process.env.USER ?? null)
      return new UnreadableFileError({ what, why, remedy: unreadable.permissionRemedy }, error)
    }
    default: {
      const why = unreadable.systemSays(code, error.message)
      return new UnreadableFileError({ what, why, remedy: unreadable.remedy }, error)
    }
  }
}
