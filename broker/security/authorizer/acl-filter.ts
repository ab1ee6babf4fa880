import { aclOperations, aclPatternTypes, aclPermissions, aclResourceTypes, wildcard } from './acl-terms.ts'
import type { Acl } from './acl.ts'

/** What DescribeAcls and DeleteAcls look for; null stands for any name, principal or host. */
export interface AclFilter {
  readonly resourceType: number
  readonly resourceName: string | null
  readonly patternType: number
  readonly principal: string | null
  readonly host: string | null
  readonly operation: number
  readonly permissionType: number
}

export function matchesFilter(filter: AclFilter, acl: Acl): boolean {
  return (
    isAnyOr(filter.operation, aclOperations.any, acl.operation) &&
    isAnyOr(filter.permissionType, aclPermissions.any, acl.permissionType) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    matchesPattern(filter, acl)
  )
}

function isAnyOr(wanted: number, any: number, found: number): boolean {
  return wanted === any || wanted === found
}

function matchesPattern({ resourceType, resourceName, patternType }: AclFilter, acl: Acl): boolean {
  if (!isAnyOr(resourceType, aclResourceTypes.any, acl.resourceType)) return false
  const isMatch = patternType === aclPatternTypes.match
  if (!isMatch && !isAnyOr(patternType, aclPatternTypes.any, acl.patternType)) return false
  if (resourceName === null) return true
  if (!isMatch) return resourceName === acl.resourceName
  if (acl.patternType === aclPatternTypes.prefixed) return resourceName.startsWith(acl.resourceName)
  return resourceName === acl.resourceName || acl.resourceName === wildcard
}

function isTerm(terms: Readonly<Record<string, number>>, value: number): boolean {
  return Object.values(terms).includes(value)
}

/** Which half of a filter has a number that is not known here; null when none has. */
export function unknownPartOf(filter: AclFilter): 'pattern' | 'entry' | null {
  const isPatternKnown = isTerm(aclResourceTypes, filter.resourceType) && isTerm(aclPatternTypes, filter.patternType)
  if (!isPatternKnown) return 'pattern'
  const isEntryKnown = isTerm(aclOperations, filter.operation) && isTerm(aclPermissions, filter.permissionType)
  return isEntryKnown ? null : 'entry'
}
