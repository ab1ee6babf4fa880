import { errorCode } from '../protocol/error-codes.ts'
import { describeClientQuotas, type DescribeClientQuotasRequest } from '../protocol/messages/describe-client-quotas.ts'
import { entityKey, quotaEntityTypes, type Quota } from '../security/quotas/quota-entity.ts'
import { clusterDenial, type Refusal } from './authorization.ts'
import { handler } from './handler.ts'

type Component = DescribeClientQuotasRequest['components'][number]

interface Entry {
  readonly entity: Quota['entity']
  readonly values: { key: string; value: number }[]
}

const matchTypes = { exact: 0, default: 1, specified: 2 } as const

/** The quotas of the entities that a filter finds. */
export const describeClientQuotasHandler = handler(describeClientQuotas, (request, { broker, access }) => {
  const refusal = access.allowsOnCluster('describeConfigs')
    ? filterProblem(request.components)
    : clusterDenial('describeConfigs')
  if (refusal !== null) return { ...refusal, entries: null }
  const entries = new Map<string, Entry>()
  for (const quota of broker.metadata.image.security.clientQuotas.values()) {
    if (!matches(quota, request)) continue
    const { entity, key, value } = quota
    const entry: Entry = entries.get(entityKey(entity)) ?? { entity, values: [] }
    entry.values.push({ key, value })
    entries.set(entityKey(entity), entry)
  }
  return { errorCode: errorCode.NONE, errorMessage: null, entries: [...entries.values()] }
})

/** In Kafka's order and words. */
function filterProblem(components: readonly Component[]): Refusal | null {
  const seen = new Set<string>()
  for (const component of components) {
    const { entityType } = component
    if (entityType === '') return invalid('Invalid empty entity type.')
    if (seen.has(entityType)) return invalid(`Entity type ${entityType} cannot appear more than once in the filter.`)
    if (!isEntityType(entityType)) {
      return { errorCode: errorCode.UNSUPPORTED_VERSION, errorMessage: `Unsupported entity type ${entityType}` }
    }
    const problem = matchProblem(component)
    if (problem !== null) return invalid(problem)
    seen.add(entityType)
  }
  if (!seen.has(quotaEntityTypes.ip) || seen.size === 1) return null
  const why = 'IP filter component should not be used with user or clientId filter component.'
  return invalid(`Invalid entity filter component combination. ${why}`)
}

function isEntityType(type: string): boolean {
  return Object.values<string>(quotaEntityTypes).includes(type)
}

function matchProblem({ matchType, match }: Component): string | null {
  switch (matchType) {
    case matchTypes.exact:
      return match === null ? 'Request specified MATCH_TYPE_EXACT, but set match string to null.' : null
    case matchTypes.default:
      return match === null ? null : 'Request specified MATCH_TYPE_DEFAULT, but also specified a match string.'
    case matchTypes.specified:
      return match === null ? null : 'Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.'
    default:
      return `Unknown match type ${matchType}`
  }
}

function invalid(errorMessage: string): Refusal {
  return { errorCode: errorCode.INVALID_REQUEST, errorMessage }
}

function matches({ entity }: Quota, { components, strict }: DescribeClientQuotasRequest): boolean {
  if (strict && entity.length !== components.length) return false
  return components.every(({ entityType, matchType, match }) => {
    const part = entity.find((each) => each.entityType === entityType)
    if (part === undefined) return false
    return matchType === matchTypes.specified || part.entityName === match
  })
}
