import type { AlterConfigsResult } from '../metadata/controller/alter-configs.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { codeOfFailure } from './error-translation.ts'

/** The answer for one resource, which both ways to change configs share. */
export function answerConfigChange({ resource, outcome }: AlterConfigsResult[number]) {
  return {
    errorCode: outcome.ok ? errorCode.NONE : codeOfFailure(outcome.failure.kind),
    errorMessage: outcome.ok ? null : outcome.failure.message,
    resourceType: resource.type,
    resourceName: resource.name,
  }
}
