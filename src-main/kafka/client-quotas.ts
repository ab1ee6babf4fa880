import { alterClientQuotas } from '../../broker/protocol/messages/alter-client-quotas.ts'
import { describeClientQuotas } from '../../broker/protocol/messages/describe-client-quotas.ts'
import type { Quota, QuotaEntity } from '../api/access.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import { untilSeen } from './until-seen.ts'
import type { WireCluster } from './wire-cluster.ts'

/** Kafka's word for each kind of entity, by ours. */
const entityTypes = { user: 'user', clientId: 'client-id', ip: 'ip' } as const
type EntityKind = keyof typeof entityTypes
const kinds = Object.keys(entityTypes) as EntityKind[]

/** All quotas (KIP-546). */
export async function listQuotas(cluster: WireCluster): Promise<Quota[]> {
  const { entries, errorCode, errorMessage } = await cluster.request({ to: 'any' }, describeClientQuotas, {
    components: [],
    strict: false,
  })
  const needs = texts.refusals.rights.onCluster('DESCRIBE_CONFIGS')
  refuseError({ what: texts.refusals.quotasNotListed, errorCode, message: errorMessage, needs })
  return (entries ?? []).map(({ entity, values }) => ({
    entity: Object.fromEntries(
      kinds.flatMap((kind) => {
        const part = entity.find(({ entityType }) => entityType === entityTypes[kind])
        return part === undefined ? [] : [[kind, part.entityName]]
      }),
    ),
    limits: values.map(({ key, value }) => ({ key, value })),
  }))
}

export interface LimitChange {
  readonly key: string
  /** Null takes the limit away. */
  readonly value: number | null
}

/** Changes some limits of one entity and leaves its others alone. */
export async function changeQuota(
  cluster: WireCluster,
  entity: QuotaEntity,
  limits: readonly LimitChange[],
): Promise<void> {
  const { entries } = await cluster.request({ to: 'controller' }, alterClientQuotas, {
    entries: [
      {
        entity: kinds.flatMap((kind) => {
          const name = entity[kind]
          return name === undefined ? [] : [{ entityType: entityTypes[kind], entityName: name }]
        }),
        ops: limits.map(({ key, value }) => ({ key, value: value ?? 0, remove: value === null })),
      },
    ],
    validateOnly: false,
  })
  const needs = texts.refusals.rights.onCluster('ALTER_CONFIGS')
  for (const { errorCode, errorMessage } of entries) {
    refuseError({ what: texts.refusals.quotaNotChanged, errorCode, message: errorMessage, needs })
  }
  await untilSeen(async () => {
    const quota = (await listQuotas(cluster)).find((each) => kinds.every((kind) => each.entity[kind] === entity[kind]))
    const valueOf = (key: string): number | null => quota?.limits.find((limit) => limit.key === key)?.value ?? null
    return limits.every(({ key, value }) => valueOf(key) === value)
  })
}
