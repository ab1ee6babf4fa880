import { oc } from '@orpc/contract'
import { problems } from './problem.ts'

/** Where every procedure of the contract starts: all of them can fail in the same few ways. */
export const procedure = oc.errors(problems)
