import { aclOperations, aclPatternTypes, aclPermissions, aclResourceTypes, clusterResourceName } from './acl-terms.ts'
import type { Acl } from './acl.ts'

/** Why `acl` cannot be created, in Kafka's words; null when it can. */
export function aclProblem(acl: Acl): string | null {
  const { resourceType, resourceName, patternType, operation, permissionType, principal } = acl
  if (resourceType === aclResourceTypes.cluster && resourceName !== clusterResourceName) {
    return `The only valid name for the CLUSTER resource is ${clusterResourceName}`
  }
  if (resourceName === '') return 'Invalid empty resource name'
  if (!isConcrete(aclResourceTypes, resourceType)) {
    return `Invalid resourceType ${wordOf(aclResourceTypes, resourceType)}`
  }
  if (patternType !== aclPatternTypes.literal && patternType !== aclPatternTypes.prefixed) {
    return `Invalid patternType ${wordOf(aclPatternTypes, patternType)}`
  }
  if (!isConcrete(aclOperations, operation)) return `Invalid operation ${wordOf(aclOperations, operation)}`
  if (permissionType !== aclPermissions.deny && permissionType !== aclPermissions.allow) {
    return `Invalid permissionType ${wordOf(aclPermissions, permissionType)}`
  }
  if (principal.includes(':')) return null
  const why = '(no colon is present separating the principal type from the principal name)'
  return `Could not parse principal from \`${principal}\` ${why}`
}

type Terms = Readonly<Record<string, number>> & { readonly any: number }

function isConcrete(terms: Terms, value: number): boolean {
  return value !== terms.any && Object.values(terms).includes(value)
}

/** The term as Java's enumerations write it. */
function wordOf(terms: Terms, value: number): string {
  const [word] = Object.entries(terms).find(([, number]) => number === value) ?? ['unknown']
  return word.toUpperCase()
}
