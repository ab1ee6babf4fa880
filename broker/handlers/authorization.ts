import { errorCode } from '../protocol/error-codes.ts'
import { configResourceType } from '../protocol/config-terms.ts'
import type { Access } from '../security/authorizer/access.ts'
import type { AclOperation } from '../security/authorizer/acl-terms.ts'

/** An error of a response, or of an item of it, with its reason. */
export interface Refusal {
  readonly errorCode: number
  readonly errorMessage: string
}

export const topicDenial: Refusal = {
  errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED,
  errorMessage: 'Topic authorization failed.',
}

export const groupDenial: Refusal = {
  errorCode: errorCode.GROUP_AUTHORIZATION_FAILED,
  errorMessage: 'Group authorization failed.',
}

export const transactionalIdDenial: Refusal = {
  errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
  errorMessage: 'Transactional Id authorization failed.',
}

/** The answer to who may not do `operation` to the cluster as a whole. */
export function clusterDenial(operation: AclOperation): Refusal {
  const name = operation.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
  const errorMessage = `Cluster authorization failed: the request needs the permission ${name}.`
  return { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED, errorMessage }
}

/** There are no ACLs to change where nobody heeds them. */
export const securityDisabled: Refusal = {
  errorCode: errorCode.SECURITY_DISABLED,
  errorMessage: 'No Authorizer is configured.',
}

/** Null when the configs of the resource may be seen or changed, whichever `operation` says. */
export function configDenial(
  access: Access,
  operation: 'describeConfigs' | 'alterConfigs',
  resource: { readonly resourceType: number; readonly resourceName: string },
): Refusal | null {
  switch (resource.resourceType) {
    case configResourceType.topic:
      return access.allows(operation, 'topic', resource.resourceName) ? null : topicDenial
    case configResourceType.group:
      return access.allows(operation, 'group', resource.resourceName) ? null : groupDenial
    case configResourceType.broker:
    case configResourceType.brokerLogger:
    case configResourceType.clientMetrics:
      return access.allowsOnCluster(operation) ? null : clusterDenial(operation)
    default:
      // What does not exist is refused for that.
      return null
  }
}

/**
 * What may be done in the order of asking, then what may not: refusals come last, so that their places tell nothing of
 * what is there.
 */
export function splitByAccess<Item>(items: readonly Item[], isAllowed: (item: Item) => boolean): [Item[], Item[]] {
  const allowed: Item[] = []
  const denied: Item[] = []
  for (const item of items) (isAllowed(item) ? allowed : denied).push(item)
  return [allowed, denied]
}
