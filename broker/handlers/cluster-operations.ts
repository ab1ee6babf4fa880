import { operationsNotRequested, type Access } from '../security/authorizer/access.ts'
import { clusterResourceName } from '../security/authorizer/acl-terms.ts'

interface OperationsRequest {
  readonly includeClusterAuthorizedOperations: boolean
}

/** What the client may do to the cluster, as Metadata and DescribeCluster tell it to those who may see the cluster. */
export function clusterOperations(access: Access, request: OperationsRequest): number {
  if (!request.includeClusterAuthorizedOperations) return operationsNotRequested
  return access.allowsOnCluster('describe') ? access.operationsOn('cluster', clusterResourceName) : 0
}
