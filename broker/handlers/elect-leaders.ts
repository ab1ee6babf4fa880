import { errorCode } from '../protocol/error-codes.ts'
import { electLeaders } from '../protocol/messages/elect-leaders.ts'
import { clusterDenial } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

/** With one broker there is one candidate, and it leads: no election is ever needed (KIP-460). */
export const electLeadersHandler = handler(electLeaders, (request, { version, broker, access }) => {
  const { topicPartitions, electionType } = request
  // Asked for all partitions, Kafka leaves out those that needed none.
  const asked = topicPartitions ?? []
  if (!access.allowsOnCluster('alter')) {
    const denial = clusterDenial('alter')
    const replicaElectionResults = asked.map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((partitionId) => ({ partitionId, ...denial })),
    }))
    return { replicaElectionResults, ...(version >= 1 ? { errorCode: denial.errorCode } : {}) }
  }
  const isKnown = electionType === preferred || electionType === unclean
  const code = isKnown ? errorCode.NONE : errorCode.INVALID_REQUEST
  const errorMessage = `Unknown election type ${electionType}`
  const replicaElectionResults = asked.map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map((partitionId) =>
      isKnown ? refuse(broker, topic, partitionId) : { partitionId, errorCode: code, errorMessage },
    ),
  }))
  return { replicaElectionResults, errorCode: code }
})

const [preferred, unclean] = [0, 1]

function refuse({ metadata }: BrokerContext, topic: string, partitionId: number) {
  if (metadata.image.partition(topic, partitionId) === undefined) {
    const errorMessage = `There is no partition ${topic}-${partitionId}.`
    return { partitionId, errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage }
  }
  const errorMessage = 'The preferred replica leads already.'
  return { partitionId, errorCode: errorCode.ELECTION_NOT_NEEDED, errorMessage }
}
