import { describeQuorum } from '../../broker/protocol/messages/describe-quorum.ts'
import type { Quorum, QuorumReplica } from '../api/brokers.ts'
import { texts } from '../languages/texts.ts'
import { refuseError, UnsupportedRequestError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

const metadataTopic = '__cluster_metadata'

/** The metadata quorum as its leader sees it. @throws UnsupportedRequestError where there is none */
export async function readQuorum(cluster: WireCluster): Promise<Quorum> {
  const response = await cluster.request({ to: 'any' }, describeQuorum, {
    topics: [{ topicName: metadataTopic, partitions: [{ partitionIndex: 0 }] }],
  })
  const refusal = { what: texts.refusals.quorumNotDescribed, needs: texts.refusals.rights.onCluster('DESCRIBE') }
  refuseError({ ...refusal, errorCode: response.errorCode, message: response.errorMessage })
  const partition = response.topics[0]?.partitions[0]
  if (partition === undefined) throw new UnsupportedRequestError(texts.kafka.cluster, texts.refusals.noQuorum)
  refuseError({ ...refusal, errorCode: partition.errorCode, message: partition.errorMessage })
  const endpoints = new Map(
    response.nodes.map(({ nodeId, listeners }) => [
      nodeId,
      listeners.map(({ name, host, port }) => `${name}://${host}:${port}`),
    ]),
  )
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = partition
  const leaderEnd = currentVoters.find(({ replicaId }) => replicaId === leaderId)?.logEndOffset ?? highWatermark
  const described = (replica: (typeof currentVoters)[number], role: QuorumReplica['role']): QuorumReplica => ({
    nodeId: replica.replicaId,
    role,
    logEndOffset: replica.logEndOffset,
    lag: replica.logEndOffset < leaderEnd ? leaderEnd - replica.logEndOffset : 0n,
    lastFetchAt: timeOf(replica.lastFetchTimestamp),
    lastCaughtUpAt: timeOf(replica.lastCaughtUpTimestamp),
    endpoints: endpoints.get(replica.replicaId) ?? [],
  })
  return {
    leaderId: leaderId < 0 ? null : leaderId,
    leaderEpoch,
    highWatermark,
    replicas: [
      ...currentVoters.map((each) => described(each, each.replicaId === leaderId ? 'leader' : 'voter')),
      ...observers.map((each) => described(each, 'observer')),
    ],
  }
}

function timeOf(timestamp: bigint): bigint | null {
  return timestamp < 0n ? null : timestamp
}
