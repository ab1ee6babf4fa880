import { isAbsolute, resolve } from 'node:path'
import { ProblemError } from './problem-error.ts'

/** A path from outside as one that does not depend on where this process runs. @throws ProblemError `REJECTED` */
export function absoluteDirectory(path: string): string {
  if (isAbsolute(path)) return resolve(path)
  throw new ProblemError('REJECTED', {
    what: 'The directory was not opened.',
    why: `${JSON.stringify(path)} does not say where on this machine it is.`,
    remedy: 'Write the whole path, from the root of the disk.',
  })
}
