import { holdsAddress, isAddressRange } from '../../broker/security/authorizer/address-range.ts'
import type { AclBinding, AclOperation, AclResourceType, Right, RightsOnPattern } from '../api/access.ts'

/** The operations that make sense for each kind of resource, as Kafka's documentation lists them. */
export const operationsOn: Readonly<Record<AclResourceType, readonly AclOperation[]>> = {
  topic: ['read', 'write', 'create', 'delete', 'alter', 'describe', 'describeConfigs', 'alterConfigs'],
  group: ['read', 'describe', 'delete', 'describeConfigs', 'alterConfigs'],
  cluster: ['create', 'clusterAction', 'describeConfigs', 'alterConfigs', 'idempotentWrite', 'alter', 'describe'],
  transactionalId: ['describe', 'write', 'twoPhaseCommit'],
  delegationToken: ['describe'],
  user: ['createTokens', 'describeTokens'],
}

/** Whom the rights are of. A null host is one that no ACL names. */
export interface RightsQuestion {
  readonly principal: string
  readonly host: string | null
}

/** What is asked about: one resource, or all that a prefix or `*` stands for. */
export type Pattern = Pick<AclBinding, 'resourceType' | 'resourceName' | 'patternType'>

const everybody = 'User:*'
const everyName = '*'
const impliesDescribe: readonly AclOperation[] = ['read', 'write', 'delete', 'alter']

/**
 * What a principal may do, decided as Kafka's authorizer decides: who is denied is denied whoever allows it; allowing to read, write, delete
 * or alter allows to describe; denying implies nothing. Super users, whom no ACL concerns, are not known here.
 */
export function rightsOn(pattern: Pattern, acls: readonly AclBinding[], question: RightsQuestion): RightsOnPattern {
  const own = acls.filter(({ principal }) => principal === question.principal || principal === everybody)
  const ofType = own.filter(({ resourceType }) => resourceType === pattern.resourceType)
  return {
    ...pattern,
    rights: operationsOn[pattern.resourceType].map((operation) =>
      rightTo(operation, pattern, { acls: ofType, question }),
    ),
  }
}

/** The patterns that ACLs of the principal, or of everybody, name, each once. */
export function patternsOf(acls: readonly AclBinding[], principal: string): Pattern[] {
  const found = new Map<string, Pattern>()
  for (const acl of acls) {
    if (acl.principal !== principal && acl.principal !== everybody) continue
    const { resourceType, resourceName, patternType } = acl
    found.set(JSON.stringify([resourceType, patternType, resourceName]), { resourceType, resourceName, patternType })
  }
  return [...found.values()]
}

interface Among {
  readonly acls: readonly AclBinding[]
  readonly question: RightsQuestion
}

function rightTo(operation: AclOperation, pattern: Pattern, { acls, question }: Among): Right {
  const concerned = acls.filter((acl) => concerns(acl, operation))
  const whole = concerned.filter((acl) => coversAll(acl, pattern) && isForHost(acl, question.host))
  const denying = whole.filter(({ permission }) => permission === 'deny')
  const allowing = whole.filter(({ permission }) => permission === 'allow')
  const decision = denying.length > 0 ? 'denied' : allowing.length > 0 ? 'allowed' : 'unnamed'
  const partly = concerned.filter(
    (acl) => !whole.includes(acl) && overlaps(acl, pattern) && mayBeHost(acl, question.host),
  )
  const against = decision === 'allowed' ? 'deny' : 'allow'
  return {
    operation,
    decision,
    because: decision === 'denied' ? denying : allowing,
    // Nothing that is allowed can break through a denial of the whole.
    exceptions: decision === 'denied' ? [] : partly.filter(({ permission }) => permission === against),
  }
}

function concerns({ operation, permission }: AclBinding, asked: AclOperation): boolean {
  if (operation === 'all' || operation === asked) return true
  if (permission === 'deny') return false
  if (asked === 'describe') return impliesDescribe.includes(operation)
  return asked === 'describeConfigs' && operation === 'alterConfigs'
}

/** Whether an ACL holds for every name that the pattern stands for. */
function coversAll(acl: AclBinding, { resourceName, patternType }: Pattern): boolean {
  if (acl.patternType === 'literal' && acl.resourceName === everyName) return true
  const isEveryName = patternType === 'literal' && resourceName === everyName
  if (isEveryName) return false
  if (acl.patternType === 'prefixed') return resourceName.startsWith(acl.resourceName)
  return patternType === 'literal' && acl.resourceName === resourceName
}

/** Whether an ACL holds for some names that the pattern stands for. */
function overlaps(acl: AclBinding, pattern: Pattern): boolean {
  if (coversAll(acl, pattern)) return true
  const { resourceName, patternType } = pattern
  if (patternType === 'literal') return resourceName === everyName
  return acl.resourceName.startsWith(resourceName)
}

function isForHost(acl: AclBinding, host: string | null): boolean {
  if (acl.host === everyName || acl.host === host) return true
  return host !== null && isAddressRange(acl.host) && holdsAddress(acl.host, host)
}

/** Of a host that is not known, an ACL for a certain host may hold. */
function mayBeHost(acl: AclBinding, host: string | null): boolean {
  return host === null || isForHost(acl, host)
}
