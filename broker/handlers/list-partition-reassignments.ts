import type { PartitionImage } from '../metadata/image/topic-image.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { listPartitionReassignments } from '../protocol/messages/list-partition-reassignments.ts'
import { clusterDenial } from './authorization.ts'
import { handler } from './handler.ts'

/** What is being moved: nothing, except in a directory that was taken over from a larger cluster. */
export const listPartitionReassignmentsHandler = handler(
  listPartitionReassignments,
  ({ topics: asked }, { broker, access }) => {
    if (!access.allowsOnCluster('describe')) return { ...clusterDenial('describe'), topics: [] }
    const { image } = broker.metadata
    const wanted =
      asked === null
        ? [...image.topicsByName.values()].map((topic) => ({ name: topic.name, partitions: topic.partitions }))
        : asked.map(({ name, partitionIndexes }) => ({
            name,
            partitions: partitionIndexes.flatMap((index) => image.partition(name, index) ?? []),
          }))
    const topics = wanted
      .map(({ name, partitions }) => ({ name, partitions: partitions.filter(isMoving).map(describe) }))
      .filter(({ partitions }) => partitions.length > 0)
    return { errorCode: errorCode.NONE, errorMessage: null, topics }
  },
)

function isMoving({ addingReplicas, removingReplicas }: PartitionImage): boolean {
  return addingReplicas.length > 0 || removingReplicas.length > 0
}

function describe({ partition, replicas, addingReplicas, removingReplicas }: PartitionImage) {
  return { partitionIndex: partition, replicas, addingReplicas, removingReplicas }
}
