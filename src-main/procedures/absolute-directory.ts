import { isAbsolute, resolve } from 'node:path'
import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'

/** A path from outside as one that does not depend on where this process runs. @throws ProblemError `REJECTED` */
export function absoluteDirectory(path: string): string {
  if (isAbsolute(path)) return resolve(path)
  throw new ProblemError('REJECTED', {
    what: texts.procedures.directory.notOpened,
    why: texts.procedures.directory.notAbsolute(JSON.stringify(path)),
    remedy: texts.procedures.directory.writeWholePath,
  })
}
