import { errorCode } from '../protocol/error-codes.ts'
import { describeAcls, type DescribeAclsRequest } from '../protocol/messages/describe-acls.ts'
import { matchesFilter, type AclFilter } from '../security/authorizer/acl-filter.ts'
import type { Acl } from '../security/authorizer/acl.ts'
import { clusterDenial } from './authorization.ts'
import { handler, NoResponse } from './handler.ts'

/** The ACLs that a filter finds, by resource. */
export const describeAclsHandler = handler(describeAcls, (request, { broker, access }) => {
  const filter = filterOf(request)
  if (filter === null) return new NoResponse('a filter for ACLs holds an unknown element')
  if (!access.allowsOnCluster('describe')) return { ...clusterDenial('describe'), resources: [] }
  if (broker.authorizer === null) {
    const errorMessage = 'No Authorizer is configured on the broker'
    return { errorCode: errorCode.SECURITY_DISABLED, errorMessage, resources: [] }
  }
  const acls = broker.metadata.image.security.accessControlEntries.values()
  return { errorCode: errorCode.NONE, errorMessage: null, resources: byResource(acls, filter) }
})

/** Null when an element is 0, which stands for something that the client did not understand either. */
function filterOf(request: DescribeAclsRequest): AclFilter | null {
  const { resourceTypeFilter, patternTypeFilter, operation, permissionType } = request
  if ([resourceTypeFilter, patternTypeFilter, operation, permissionType].includes(0)) return null
  return {
    resourceType: resourceTypeFilter,
    resourceName: request.resourceNameFilter,
    patternType: patternTypeFilter,
    principal: request.principalFilter,
    host: request.hostFilter,
    operation,
    permissionType,
  }
}

interface DescribedResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly acls: Pick<Acl, 'principal' | 'host' | 'operation' | 'permissionType'>[]
}

function byResource(acls: Iterable<Acl>, filter: AclFilter): DescribedResource[] {
  const resources = new Map<string, DescribedResource>()
  for (const acl of acls) {
    if (!matchesFilter(filter, acl)) continue
    const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl
    const key = `${resourceType}:${patternType}:${resourceName}`
    const resource = resources.get(key) ?? { resourceType, resourceName, patternType, acls: [] }
    resource.acls.push({ principal, host, operation, permissionType })
    resources.set(key, resource)
  }
  return [...resources.values()]
}
