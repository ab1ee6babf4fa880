import { createAcls as createAclsApi } from '../../broker/protocol/messages/create-acls.ts'
import { deleteAcls as deleteAclsApi } from '../../broker/protocol/messages/delete-acls.ts'
import { describeAcls } from '../../broker/protocol/messages/describe-acls.ts'
import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
} from '../../broker/security/authorizer/acl-terms.ts'
import type { AclBinding } from '../api/access.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import { untilSeen } from './until-seen.ts'
import type { WireCluster } from './wire-cluster.ts'

/** All ACLs; null when the cluster has no authorizer. What this console does not know by name is left out. */
export async function listAcls(cluster: WireCluster): Promise<AclBinding[] | null> {
  const response = await cluster.request({ to: 'any' }, describeAcls, {
    resourceTypeFilter: aclResourceTypes.any,
    resourceNameFilter: null,
    patternTypeFilter: aclPatternTypes.any,
    principalFilter: null,
    hostFilter: null,
    operation: aclOperations.any,
    permissionType: aclPermissions.any,
  })
  if (response.errorCode === kafkaError.SECURITY_DISABLED) return null
  const what = texts.refusals.aclsNotListed
  refuseError({
    what,
    errorCode: response.errorCode,
    message: response.errorMessage,
    needs: texts.refusals.rights.onCluster('DESCRIBE'),
  })
  return response.resources.flatMap(({ acls, resourceType, resourceName, patternType }) =>
    acls.flatMap((acl) => bindingFrom({ ...acl, resourceType, resourceName, patternType })),
  )
}

/** @throws RefusedByBrokerError for the first that is refused; the others are made nevertheless */
export async function createAcls(cluster: WireCluster, bindings: readonly AclBinding[]): Promise<void> {
  const { results } = await cluster.request({ to: 'controller' }, createAclsApi, {
    creations: bindings.map((binding) => {
      const { resourceType, resourceName, patternType, ...entry } = numbersOf(binding)
      return { resourceType, resourceName, resourcePatternType: patternType, ...entry }
    }),
  })
  const { aclNotCreated: what, rights } = texts.refusals
  const needs = rights.onCluster('ALTER')
  for (const { errorCode, errorMessage } of results) {
    refuseError({ what, errorCode, message: errorMessage, needs })
  }
  await untilSeen(async () => {
    const listed = new Set((await listAcls(cluster))?.map(keyOf))
    return bindings.every((binding) => listed.has(keyOf(binding)))
  })
}

/** Deletes exactly these, and says how many there were. */
export async function deleteAcls(cluster: WireCluster, bindings: readonly AclBinding[]): Promise<number> {
  // Of two equal filters, each would find the same ACL.
  const distinct = [...new Map(bindings.map((binding) => [keyOf(binding), binding])).values()]
  const { filterResults } = await cluster.request({ to: 'controller' }, deleteAclsApi, {
    filters: distinct.map((binding) => {
      const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = numbersOf(binding)
      return {
        resourceTypeFilter: resourceType,
        resourceNameFilter: resourceName,
        patternTypeFilter: patternType,
        principalFilter: principal,
        hostFilter: host,
        operation,
        permissionType,
      }
    }),
  })
  const refusal = { what: texts.refusals.aclNotDeleted, needs: texts.refusals.rights.onCluster('ALTER') }
  for (const { errorCode, errorMessage, matchingAcls } of filterResults) {
    refuseError({ ...refusal, errorCode, message: errorMessage })
    for (const found of matchingAcls) {
      refuseError({ ...refusal, errorCode: found.errorCode, message: found.errorMessage })
    }
  }
  await untilSeen(async () => {
    const listed = new Set((await listAcls(cluster))?.map(keyOf))
    return !distinct.some((binding) => listed.has(keyOf(binding)))
  })
  return filterResults.reduce((sum, { matchingAcls }) => sum + matchingAcls.length, 0)
}

/** The same for equal ACLs. */
function keyOf(binding: AclBinding): string {
  const { resourceType, resourceName, patternType, principal, host, operation, permission } = binding
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permission])
}

function numbersOf({ resourceType, patternType, operation, permission, ...names }: AclBinding) {
  return {
    ...names,
    resourceType: aclResourceTypes[resourceType],
    patternType: aclPatternTypes[patternType],
    operation: aclOperations[operation],
    permissionType: aclPermissions[permission],
  }
}

interface DescribedAcl {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function bindingFrom({ resourceName, principal, host, ...numbers }: DescribedAcl): AclBinding[] {
  const resourceType = nameOf(aclResourceTypes, numbers.resourceType)
  const patternType = nameOf(aclPatternTypes, numbers.patternType)
  const operation = nameOf(aclOperations, numbers.operation)
  const permission = nameOf(aclPermissions, numbers.permissionType)
  if (resourceType === null || operation === null || permission === null) return []
  if (patternType === null || patternType === 'match') return []
  return [{ resourceType, resourceName, patternType, principal, host, operation, permission }]
}

/** Null for `any`, which nothing is, and for what is newer than this console. */
function nameOf<Name extends string>(
  terms: Readonly<Record<Name, number>>,
  number: number,
): Exclude<Name, 'any'> | null {
  const [name] = (Object.entries(terms) as [Name, number][]).find(([, each]) => each === number) ?? [null]
  return name === null || name === 'any' ? null : (name as Exclude<Name, 'any'>)
}
