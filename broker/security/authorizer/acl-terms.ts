/*
 * The words of ACLs by their numbers in Kafka's protocol and metadata records. 0 stands for what the sender does not
 * know either; 1 (`any`) occurs in filters only.
 */

/** What an ACL is about. */
export const aclResourceTypes = {
  any: 1,
  topic: 2,
  group: 3,
  cluster: 4,
  transactionalId: 5,
  delegationToken: 6,
  user: 7,
} as const

/** A kind of resource that can be named, so not `any`. */
export type AclResourceType = Exclude<keyof typeof aclResourceTypes, 'any'>

/** How the name of an ACL's resource is meant. `match` in filters: whatever applies to a resource of that name. */
export const aclPatternTypes = { any: 1, match: 2, literal: 3, prefixed: 4 } as const

export const aclOperations = {
  any: 1,
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
  createTokens: 13,
  describeTokens: 14,
  twoPhaseCommit: 15,
} as const

/** Something that a request does, so neither `any` nor `all`. */
export type AclOperation = Exclude<keyof typeof aclOperations, 'any' | 'all'>

export const aclPermissions = { any: 1, deny: 2, allow: 3 } as const

/** The name of a resource, a principal or a host that stands for all of them. */
export const wildcard = '*'

/** The one name that the cluster has as a resource. */
export const clusterResourceName = 'kafka-cluster'
