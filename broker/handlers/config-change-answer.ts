import type { AlterConfigsResult } from '../metadata/controller/alter-configs.ts'
import { errorCode } from '../protocol/error-codes.ts'
import type { Access } from '../security/authorizer/access.ts'
import { configDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'

interface NamedResource {
  readonly resourceType: number
  readonly resourceName: string
}

/**
 * Has the configs changed that the client may change, and answers for all resources in their order; both ways to
 * change configs share it. A resource that occurs twice is left to `change`, which refuses it whoever asks.
 */
export async function changeConfigs<Resource extends NamedResource>(
  resources: readonly Resource[],
  access: Access,
  change: (permitted: readonly Resource[]) => Promise<AlterConfigsResult>,
) {
  const isRepeated = (resource: Resource) => resources.filter((each) => isSame(each, resource)).length > 1
  const denials = resources.map((each) => (isRepeated(each) ? null : configDenial(access, 'alterConfigs', each)))
  const changed = await change(resources.filter((_, index) => denials[index] === null))
  let next = 0
  return resources.map(({ resourceType, resourceName }, index) => {
    const denial = denials[index]
    const answer = denial ?? answerConfigChange(changed[next++])
    return { ...answer, resourceType, resourceName }
  })
}

function isSame(left: NamedResource, right: NamedResource): boolean {
  return left.resourceType === right.resourceType && left.resourceName === right.resourceName
}

function answerConfigChange(result: AlterConfigsResult[number] | undefined) {
  if (result === undefined) throw new Error('a change of configs gave fewer outcomes than it was given resources')
  const { outcome } = result
  return {
    errorCode: outcome.ok ? errorCode.NONE : codeOfFailure(outcome.failure.kind),
    errorMessage: outcome.ok ? null : outcome.failure.message,
  }
}
