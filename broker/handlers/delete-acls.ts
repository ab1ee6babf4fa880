import { deleteAcls as decideDeletion } from '../metadata/controller/delete-acls.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { deleteAcls, type DeleteAclsRequest, type DeleteAclsResponseInput } from '../protocol/messages/delete-acls.ts'
import type { AclFilter } from '../security/authorizer/acl-filter.ts'
import type { Acl } from '../security/authorizer/acl.ts'
import { clusterDenial, securityDisabled } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler, NoResponse } from './handler.ts'

type MatchingAcl = DeleteAclsResponseInput['filterResults'][number]['matchingAcls'][number]

/** Removes the ACLs that filters find. */
export const deleteAclsHandler = handler(deleteAcls, async (request, { broker, access }) => {
  const filters = request.filters.map(filterOf)
  if (filters.some(hasUnknown)) return new NoResponse('a filter for ACLs holds an unknown element')
  const refusal = access.allowsOnCluster('alter')
    ? broker.authorizer === null && securityDisabled
    : clusterDenial('alter')
  if (refusal) return { filterResults: filters.map(() => ({ ...refusal, matchingAcls: [] })) }
  const outcomes = await broker.metadata.execute(decideDeletion, { filters })
  return {
    filterResults: outcomes.map((outcome) => {
      if (outcome.ok) return { errorCode: errorCode.NONE, errorMessage: null, matchingAcls: outcome.value.map(removed) }
      const { kind, message } = outcome.failure
      return { errorCode: codeOfFailure(kind), errorMessage: message, matchingAcls: [] }
    }),
  }
})

function filterOf(filter: DeleteAclsRequest['filters'][number]): AclFilter {
  return {
    resourceType: filter.resourceTypeFilter,
    resourceName: filter.resourceNameFilter,
    patternType: filter.patternTypeFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: filter.operation,
    permissionType: filter.permissionType,
  }
}

/** 0 stands for something that the client did not understand either. */
function hasUnknown({ resourceType, patternType, operation, permissionType }: AclFilter): boolean {
  return [resourceType, patternType, operation, permissionType].includes(0)
}

function removed(acl: Acl): MatchingAcl {
  const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl
  const described = { resourceType, resourceName, patternType, principal, host, operation, permissionType }
  return { errorCode: errorCode.NONE, errorMessage: null, ...described }
}
