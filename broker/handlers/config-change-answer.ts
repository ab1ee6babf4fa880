import type { AlterConfigsResult } from '../metadata/controller/alter-configs.ts'
import type { Outcome } from '../metadata/controller/decision.ts'
import { configResourceTypes } from '../metadata/image/config-resource.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { configDenial } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfFailure } from './error-translation.ts'
import type { RequestContext } from './handler.ts'

interface NamedResource {
  readonly resourceType: number
  readonly resourceName: string
}

/** A change of configs that has come. */
export interface ConfigRequest<Resource> {
  readonly context: RequestContext
  /** All dynamic configs that the resource would have. */
  readonly valuesOf: (resource: Resource) => Outcome<ReadonlyMap<string, string>>
  readonly change: (permitted: readonly Resource[]) => Promise<AlterConfigsResult>
}

/**
 * Has the configs changed that the client may change, and answers for all resources in their order; both ways to
 * change configs share it. A resource that occurs twice is left to `change`, which refuses it whoever asks.
 */
export async function changeConfigs<Resource extends NamedResource>(
  resources: readonly Resource[],
  { context: { broker, access }, valuesOf, change }: ConfigRequest<Resource>,
) {
  const isRepeated = (resource: Resource) => resources.filter((each) => isSame(each, resource)).length > 1
  const refusal = (resource: Resource) => {
    const values = isOfBroker(resource, broker) ? valuesOf(resource) : null
    const problem = values?.ok === true ? broker.liveSettings.problemOf(broker.metadata.image, values.value) : null
    return problem === null ? null : { errorCode: errorCode.INVALID_REQUEST, errorMessage: problem }
  }
  const denials = resources.map((each) =>
    isRepeated(each) ? null : (configDenial(access, 'alterConfigs', each) ?? refusal(each)),
  )
  const changed = await change(resources.filter((_, index) => denials[index] === null))
  let next = 0
  return resources.map(({ resourceType, resourceName }, index) => {
    const denial = denials[index]
    const answer = denial ?? answerConfigChange(changed[next++])
    return { ...answer, resourceType, resourceName }
  })
}

/** What one broker alone has may name files, which only the broker can look into. */
function isOfBroker({ resourceType, resourceName }: NamedResource, { node }: BrokerContext): boolean {
  return resourceType === configResourceTypes.broker && resourceName === String(node.id)
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
