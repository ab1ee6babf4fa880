import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { AclOperation } from '../../src-main/api/access.ts'
import { texts } from '../languages/texts.ts'
import { queries } from './client.ts'
import { useWhyReadOnly } from './clusters.ts'

export { aclOperation, aclResourceType, quotaKey, scramMechanism } from '../../src-main/api/access.ts'
export type {
  AclBinding,
  AclResourceType,
  Quota,
  QuotaKey,
  Right,
  RightsOnPattern,
  ScramMechanism,
  ScramUser,
} from '../../src-main/api/access.ts'

/** To be called when ACLs, users or quotas were changed: everything shown of them is asked again. */
export function useAccessChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.access.key() })
}

/** Kafka's names of operations, as its documentation and its tools write them. */
const KAFKA_NAMES: Readonly<Record<AclOperation, string>> = {
  all: 'ALL',
  read: 'READ',
  write: 'WRITE',
  create: 'CREATE',
  delete: 'DELETE',
  alter: 'ALTER',
  describe: 'DESCRIBE',
  clusterAction: 'CLUSTER_ACTION',
  describeConfigs: 'DESCRIBE_CONFIGS',
  alterConfigs: 'ALTER_CONFIGS',
  idempotentWrite: 'IDEMPOTENT_WRITE',
  createTokens: 'CREATE_TOKENS',
  describeTokens: 'DESCRIBE_TOKENS',
  twoPhaseCommit: 'TWO_PHASE_COMMIT',
}

/**
 * Says why a change that needs a right cannot be made, as a text for its button: the cluster is marked read-only, or "needs DELETE on
 * topic orders". Null while it can be, and where the cluster does not tell what its user may do.
 */
export function useWhyNot(clusterId: string, topic: string | null): (operation: AclOperation) => string | null {
  const readOnly = useWhyReadOnly(clusterId)
  const { data } = useQuery(queries.access.ownRights.queryOptions({ input: { clusterId, topic }, staleTime: 30_000 }))
  const operations = data?.operations ?? null
  return (operation) => {
    if (readOnly !== null) return readOnly
    if (operations === null || operations.includes(operation)) return null
    const { needsOnTopic, needsOnCluster } = texts.app
    return topic === null ? needsOnCluster(KAFKA_NAMES[operation]) : needsOnTopic(KAFKA_NAMES[operation], topic)
  }
}
