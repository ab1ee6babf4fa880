import type { Quota, QuotaKey } from '../../api/access.ts'

export const ENTITY_KINDS = ['user', 'clientId', 'userAndClientId', 'ip'] as const
export type EntityKind = (typeof ENTITY_KINDS)[number]

/** What a quota of each kind of entity can limit. */
export function keysOf(kind: EntityKind): readonly QuotaKey[] {
  return kind === 'ip'
    ? ['connection_creation_rate']
    : ['producer_byte_rate', 'consumer_byte_rate', 'request_percentage', 'controller_mutation_rate']
}

export function kindOf({ user, clientId, ip }: Quota['entity']): EntityKind {
  if (ip !== undefined) return 'ip'
  if (user !== undefined) return clientId === undefined ? 'user' : 'userAndClientId'
  return 'clientId'
}

interface Names {
  readonly user: string
  readonly clientId: string
  readonly ip: string
}

/** An empty name stands for the default of its kind. */
export function entityOf(kind: EntityKind, names: Names): Quota['entity'] {
  const named = (name: string): string | null => (name.trim() === '' ? null : name.trim())
  switch (kind) {
    case 'user':
      return { user: named(names.user) }
    case 'clientId':
      return { clientId: named(names.clientId) }
    case 'userAndClientId':
      return { user: named(names.user), clientId: named(names.clientId) }
    case 'ip':
      return { ip: named(names.ip) }
    default:
      return kind satisfies never
  }
}

export type LimitDraft = Readonly<Record<string, string>>

export interface LimitChange {
  readonly key: string
  readonly value: number | null
}

/** What has to be asked for so that exactly these limits hold; null while one of them is no number above 0. */
export function limitChanges(draft: LimitDraft, before: Quota | null): LimitChange[] | null {
  const changes: LimitChange[] = []
  for (const [key, text] of Object.entries(draft)) {
    const old = before?.limits.find((each) => each.key === key)?.value ?? null
    const value = text.trim() === '' ? null : Number(text)
    if (value !== null && !(Number.isFinite(value) && value > 0)) return null
    if (value !== old) changes.push({ key, value })
  }
  return changes
}
