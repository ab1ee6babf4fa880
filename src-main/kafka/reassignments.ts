import { alterPartitionReassignments } from '../../broker/protocol/messages/alter-partition-reassignments.ts'
import { listPartitionReassignments } from '../../broker/protocol/messages/list-partition-reassignments.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import { askController } from './retry.ts'
import type { WireCluster } from './wire-cluster.ts'
import { byTopicAndPartition, type TopicPartition } from './topic-partition.ts'

export interface OngoingReassignment extends TopicPartition {
  readonly replicas: readonly number[]
  readonly addingReplicas: readonly number[]
  readonly removingReplicas: readonly number[]
}

const timeoutMs = 30_000

/** What is being moved (KIP-455), in the order of topics and partitions. */
export async function listReassignments(cluster: WireCluster): Promise<OngoingReassignment[]> {
  const response = await cluster.request({ to: 'controller' }, listPartitionReassignments, { timeoutMs, topics: null })
  refuseError({
    what: texts.refusals.reassignmentsNotListed,
    errorCode: response.errorCode,
    message: response.errorMessage,
    needs: texts.refusals.rights.onCluster('DESCRIBE'),
  })
  return response.topics
    .flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
        topic: name,
        partition: partitionIndex,
        replicas,
        addingReplicas,
        removingReplicas,
      })),
    )
    .toSorted(byTopicAndPartition)
}

export interface WantedAssignment {
  readonly partition: number
  /** Null: what is under way is cancelled. */
  readonly replicas: readonly number[] | null
}

/** Asks for other replicas of one topic. @throws RefusedByBrokerError for the first partition that is refused */
export function alterReassignments(
  cluster: WireCluster,
  topic: string,
  wanted: readonly WantedAssignment[],
): Promise<void> {
  return askController(async () => {
    const response = await cluster.request({ to: 'controller' }, alterPartitionReassignments, {
      timeoutMs,
      topics: [
        {
          name: topic,
          partitions: wanted.map(({ partition, replicas }) => ({
            partitionIndex: partition,
            replicas: replicas === null ? null : [...replicas],
          })),
        },
      ],
    })
    const needs = texts.refusals.rights.onCluster('ALTER')
    const what = texts.refusals.partitionsNotMoved(topic)
    refuseError({ what, errorCode: response.errorCode, message: response.errorMessage, needs })
    for (const { partitions } of response.responses) {
      for (const { partitionIndex, errorCode, errorMessage } of partitions) {
        refuseError({
          what: texts.refusals.partitionNotMoved(partitionIndex, topic),
          errorCode,
          message: errorMessage,
          needs,
        })
      }
    }
  })
}
