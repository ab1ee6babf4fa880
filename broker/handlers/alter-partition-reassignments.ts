import { reassignPartitions } from '../metadata/controller/reassign-partitions.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { alterPartitionReassignments } from '../protocol/messages/alter-partition-reassignments.ts'
import { clusterDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Moves partitions to other brokers, as far as one broker can. */
export const alterPartitionReassignmentsHandler = handler(
  alterPartitionReassignments,
  async ({ topics, allowReplicationFactorChange }, { broker, access }) => {
    if (!access.allowsOnCluster('alter')) {
      const denial = clusterDenial('alter')
      const responses = topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...denial })),
      }))
      return { ...denial, allowReplicationFactorChange, responses }
    }
    const reassignments = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, replicas }) => ({ topic: name, partition: partitionIndex, replicas })),
    )
    const outcomes = await broker.metadata.execute(reassignPartitions, { reassignments, allowReplicationFactorChange })
    let next = 0
    const responses = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const outcome = outcomes[next++]
        if (outcome === undefined || outcome.ok) {
          return { partitionIndex, errorCode: errorCode.NONE, errorMessage: null }
        }
        const { kind, message } = outcome.failure
        // That there is nothing to cancel Kafka says with the code alone.
        const errorMessage = kind === 'no-reassignment-in-progress' ? null : message
        return { partitionIndex, errorCode: codeOfFailure(kind), errorMessage }
      }),
    }))
    const errorMessage = topics.length === 0 ? '' : null
    return { errorCode: errorCode.NONE, errorMessage, allowReplicationFactorChange, responses }
  },
)
