import { aclOperations, clusterResourceName, type AclOperation, type AclResourceType } from './acl-terms.ts'
import type { Authorizer, Requester } from './authorizer.ts'

/** What the sender of a request may do. Handlers ask nothing else. */
export interface Access {
  allows(operation: AclOperation, type: AclResourceType, name: string): boolean
  allowsOnCluster(operation: AclOperation): boolean
  /** Whether there may be a resource of the type to which the operation can be done. */
  allowsOnSome(operation: AclOperation, type: AclResourceType): boolean
  /** The operations that may be done to a resource, as responses carry them: one bit each, by number. */
  operationsOn(type: DescribedResourceType, name: string): number
}

type DescribedResourceType = 'topic' | 'group' | 'cluster'

/** What a response carries when nobody asked for the operations. */
export const operationsNotRequested = -2147483648

/** The operations that make sense for each kind of resource. */
const supportedOperations: Readonly<Record<DescribedResourceType, readonly AclOperation[]>> = {
  topic: ['read', 'write', 'create', 'delete', 'alter', 'describe', 'describeConfigs', 'alterConfigs'],
  group: ['read', 'describe', 'delete', 'describeConfigs', 'alterConfigs'],
  cluster: ['create', 'clusterAction', 'describeConfigs', 'alterConfigs', 'idempotentWrite', 'alter', 'describe'],
}

function bitsOf(operations: readonly AclOperation[]): number {
  return operations.reduce((sum, operation) => sum | (1 << aclOperations[operation]), 0)
}

const fullAccess: Access = {
  allows: () => true,
  allowsOnCluster: () => true,
  allowsOnSome: () => true,
  operationsOn: (type) => bitsOf(supportedOperations[type]),
}

/** What `authorizer` lets `who` do. Without one everybody may do everything. */
export function accessOf(authorizer: Authorizer | null, who: Requester): Access {
  if (authorizer === null) return fullAccess
  const allows: Access['allows'] = (operation, type, name) => authorizer.allows(who, operation, { type, name })
  return {
    allows,
    allowsOnCluster: (operation) => allows(operation, 'cluster', clusterResourceName),
    allowsOnSome: (operation, type) => authorizer.allowsSome(who, operation, type),
    operationsOn: (type, name) => bitsOf(supportedOperations[type].filter((each) => allows(each, type, name))),
  }
}
