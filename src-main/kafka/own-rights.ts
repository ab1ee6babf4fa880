import { describeCluster } from '../../broker/protocol/messages/describe-cluster.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { aclOperations } from '../../broker/security/authorizer/acl-terms.ts'
import type { AclOperation } from '../api/access.ts'
import type { WireCluster } from './wire-cluster.ts'

/** What a response carries where it does not tell. */
const notTold = -2147483648

const firstVersionThatTells = 8

/** What this user may do with a topic (KIP-430); null where the cluster does not tell. */
export async function ownRightsOnTopic(cluster: WireCluster, topic: string): Promise<AclOperation[] | null> {
  const { topics } = await cluster.request({ to: 'any' }, metadata, (version) => ({
    topics: [{ name: topic }],
    allowAutoTopicCreation: false,
    includeTopicAuthorizedOperations: version >= firstVersionThatTells,
  }))
  return operationsFrom(topics[0]?.topicAuthorizedOperations ?? notTold)
}

/** What this user may do with the cluster; null where it does not tell. */
export async function ownRightsOnCluster(cluster: WireCluster): Promise<AclOperation[] | null> {
  const response = await cluster.request({ to: 'any' }, describeCluster, { includeClusterAuthorizedOperations: true })
  return operationsFrom(response.clusterAuthorizedOperations)
}

/** One bit for each operation, by its number. */
function operationsFrom(bits: number): AclOperation[] | null {
  if (bits === notTold) return null
  const { any: _any, ...named } = aclOperations
  return (Object.entries(named) as [AclOperation, number][]).flatMap(([name, number]) =>
    (bits & (1 << number)) === 0 ? [] : [name],
  )
}
