import { isIP } from 'node:net'

/** Whom a quota is for, as records and requests write it: each part with its type; the name null is the default. */
export interface QuotaEntityPart {
  readonly entityType: string
  readonly entityName: string | null
}

/** One quota of one entity. */
export interface Quota {
  readonly entity: readonly QuotaEntityPart[]
  readonly key: string
  readonly value: number
}

export const quotaEntityTypes = { user: 'user', clientId: 'client-id', ip: 'ip' } as const

export const quotaKeys = {
  producerByteRate: 'producer_byte_rate',
  consumerByteRate: 'consumer_byte_rate',
  requestPercentage: 'request_percentage',
  controllerMutationRate: 'controller_mutation_rate',
  connectionCreationRate: 'connection_creation_rate',
} as const

type Bound = { readonly most: number; readonly word: string } | null

const long: Bound = { most: 2 ** 63, word: 'LONG' }
const int: Bound = { most: 2 ** 31 - 1, word: 'INT' }

/** The greatest whole number of each quota; null where fractions are allowed. */
const clientBounds: ReadonlyMap<string, Bound> = new Map([
  [quotaKeys.producerByteRate, long],
  [quotaKeys.consumerByteRate, long],
  [quotaKeys.requestPercentage, null],
  [quotaKeys.controllerMutationRate, null],
])
const ipBounds: ReadonlyMap<string, Bound> = new Map([[quotaKeys.connectionCreationRate, int]])

/** The same for the same entity, in whichever order its parts stand. */
export function entityKey(entity: readonly QuotaEntityPart[]): string {
  const parts = entity.map(({ entityType, entityName }): [string, string | null] => [entityType, entityName])
  return JSON.stringify(parts.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

/** Why there can be no quotas for the entity, in Kafka's words; null when there can. */
export function entityProblem(entity: readonly QuotaEntityPart[]): string | null {
  if (entity.length === 0) return 'Invalid empty client quota entity'
  const types: ReadonlySet<string> = new Set(Object.values(quotaEntityTypes))
  for (const { entityType, entityName } of entity) {
    if (!types.has(entityType)) return `Unhandled client quota entity type: ${entityType}`
    if (entityName === '') return `Empty ${entityType} not supported`
  }
  const ip = entity.find(({ entityType }) => entityType === quotaEntityTypes.ip)
  if (ip === undefined) return null
  if (entity.length > 1) {
    return 'Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId'
  }
  // Kafka looks names up; here only addresses, and the one name that needs no looking up, are understood.
  if (ip.entityName === null || ip.entityName === 'localhost' || isIP(ip.entityName) !== 0) return null
  return `${ip.entityName} is not a valid IP or resolvable host.`
}

/** Why the entity cannot have that quota; null when it can. */
export function quotaProblem(entity: readonly QuotaEntityPart[], key: string, value: number): string | null {
  const isIp = entity.some(({ entityType }) => entityType === quotaEntityTypes.ip)
  const bound = (isIp ? ipBounds : clientBounds).get(key)
  if (bound === undefined) return `Invalid configuration key ${key}`
  if (value <= 0) return `Quota ${key} must be greater than 0`
  if (bound === null) return null
  if (value > bound.most) {
    return `Proposed value for ${key} is too large for ${bound.word === 'INT' ? 'an' : 'a'} ${bound.word}.`
  }
  return Math.abs(value % 1) > 1e-6 ? `${key} cannot be a fractional value.` : null
}
