import { createAcls as decideAcls } from '../metadata/controller/create-acls.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { createAcls, type CreateAclsRequest } from '../protocol/messages/create-acls.ts'
import { aclOperations, aclPatternTypes, aclPermissions, aclResourceTypes } from '../security/authorizer/acl-terms.ts'
import type { Acl } from '../security/authorizer/acl.ts'
import { clusterDenial, securityDisabled } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler, NoResponse } from './handler.ts'

/** Adds ACLs; each stands or falls by itself, and one that is there already is none too many. */
export const createAclsHandler = handler(createAcls, async ({ creations }, { broker, access }) => {
  const acls = creations.map(aclOf)
  if (acls.some(hasUnknown)) return new NoResponse('an ACL to be created holds an unknown element')
  if (acls.some(isOnlyForFilters)) {
    return { results: acls.map(() => ({ errorCode: errorCode.UNKNOWN_SERVER_ERROR, errorMessage: null })) }
  }
  const refusal = access.allowsOnCluster('alter')
    ? broker.authorizer === null && securityDisabled
    : clusterDenial('alter')
  if (refusal) return { results: creations.map(() => refusal) }
  const outcomes = await broker.metadata.execute(decideAcls, { acls })
  return {
    results: outcomes.map((outcome) => {
      if (outcome.ok) return { errorCode: errorCode.NONE, errorMessage: null }
      return { errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message }
    }),
  }
})

function aclOf({ resourcePatternType, ...acl }: CreateAclsRequest['creations'][number]): Acl {
  const { resourceType, resourceName, principal, host, operation, permissionType } = acl
  return { resourceType, resourceName, patternType: resourcePatternType, principal, host, operation, permissionType }
}

/**
 * Whether the ACL holds what only filters may hold. Kafka's objects cannot be made of it, so that it gives up the whole
 * request as a fault of its own.
 */
function isOnlyForFilters({ resourceType, patternType, operation, permissionType }: Acl): boolean {
  return (
    resourceType === aclResourceTypes.any ||
    patternType === aclPatternTypes.any ||
    patternType === aclPatternTypes.match ||
    operation === aclOperations.any ||
    permissionType === aclPermissions.any
  )
}

/** 0 stands for something that the client did not understand either. */
function hasUnknown({ resourceType, patternType, operation, permissionType }: Acl): boolean {
  return [resourceType, patternType, operation, permissionType].includes(0)
}
