import { entityKey, entityProblem, quotaProblem, type QuotaEntityPart } from '../../security/quotas/quota-entity.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { duplicates } from './duplicates.ts'

export interface QuotaChange {
  readonly key: string
  /** Null takes the quota away. */
  readonly value: number | null
}

export interface QuotaAlteration {
  readonly entity: readonly QuotaEntityPart[]
  readonly changes: readonly QuotaChange[]
}

export interface AlterClientQuotasCommand {
  readonly alterations: readonly QuotaAlteration[]
  readonly validateOnly: boolean
}

/** One outcome for each entity, in the order of the command; who is named twice is refused, once. An entity changes as a whole or not at all. */
export type AlterClientQuotasResult = readonly {
  readonly entity: readonly QuotaEntityPart[]
  readonly outcome: Outcome<null>
}[]

export function alterClientQuotas(
  image: MetadataImage,
  { alterations, validateOnly }: AlterClientQuotasCommand,
  _context: DecisionContext,
): Decision<AlterClientQuotasResult> {
  const records: NewMetadataRecord[] = []
  const twice = duplicates(alterations.map(({ entity }) => entityKey(entity)))
  const named = new Map(alterations.map((alteration) => [entityKey(alteration.entity), alteration]))
  const result = [...named.values()].map((alteration) => {
    const { entity } = alteration
    const problem = twice.has(entityKey(entity)) ? 'Ignoring duplicate entity' : alterationProblem(alteration)
    if (problem !== null) return { entity, outcome: refused('invalid-request', problem) }
    records.push(...changeRecords(image, alteration))
    return { entity, outcome: done(null) }
  })
  return { records: validateOnly ? [] : records, result }
}

function alterationProblem({ entity, changes }: QuotaAlteration): string | null {
  const [repeated] = duplicates(changes.map(({ key }) => key))
  if (repeated !== undefined) return `Duplicate quota key ${repeated} not updating quota for this entity`
  const [repeatedType] = duplicates(entity.map(({ entityType }) => entityType))
  if (repeatedType !== undefined) return `Invalid client quota entity, duplicate entity entry ${repeatedType}`
  const problem = entityProblem(entity)
  if (problem !== null) return problem
  for (const { key, value } of changes) {
    const found = value === null ? null : quotaProblem(entity, key, value)
    if (found !== null) return found
  }
  return null
}

/** What is so already needs no record. */
function changeRecords(image: MetadataImage, { entity, changes }: QuotaAlteration): NewMetadataRecord[] {
  const wanted = entityKey(entity)
  const current = new Map<string, number>()
  for (const quota of image.security.clientQuotas.values()) {
    if (entityKey(quota.entity) === wanted) current.set(quota.key, quota.value)
  }
  return changes.flatMap(({ key, value }): NewMetadataRecord[] => {
    if (value === (current.get(key) ?? null)) return []
    const change = value === null ? { value: 0, remove: true } : { value, remove: false }
    return [{ type: 'ClientQuota', version: 0, value: { entity, key, ...change } }]
  })
}
