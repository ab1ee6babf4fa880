import { zeroUuid } from '../bytes/uuid.ts'
import { errorCode } from '../protocol/error-codes.ts'
import type { Refusal } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'

export interface NamedVoter {
  /** Null when the client does not say whose quorum it means. */
  readonly clusterId: string | null
  readonly voterId: number
  readonly voterDirectoryId: string
}

/** What is wrong with a request about a voter before the voters are looked at, or null. */
export function voterProblem({ metadata }: BrokerContext, voter: NamedVoter, verb: 'Add' | 'Remove'): Refusal | null {
  const { clusterId } = metadata.identity
  if (voter.clusterId !== null && voter.clusterId !== clusterId) {
    const errorMessage = `The given id "${voter.clusterId}" doesn't match the cluster id "${clusterId}"`
    return { errorCode: errorCode.INCONSISTENT_CLUSTER_ID, errorMessage }
  }
  if (voter.voterId >= 0 && voter.voterDirectoryId !== zeroUuid) return null
  return { errorCode: errorCode.INVALID_REQUEST, errorMessage: `${verb} voter request didn't include a valid voter` }
}

/** The key of a voter as Kafka writes it. */
export function voterText(id: number, directoryId: string): string {
  return `ReplicaKey(id=${id}, directoryId=${directoryId})`
}

/** The one voter that there is. */
export function votersText({ node, metadata }: BrokerContext): string {
  return `[${voterText(node.id, metadata.identity.directoryId)}]`
}
