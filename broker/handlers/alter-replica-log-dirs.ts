import { errorCode } from '../protocol/error-codes.ts'
import { alterReplicaLogDirs } from '../protocol/messages/alter-replica-log-dirs.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

/** There is one log directory: what is to be moved there is there, and there is no other to move to. */
export const alterReplicaLogDirsHandler = handler(alterReplicaLogDirs, ({ dirs }, { broker, access }) => {
  const isAllowed = access.allowsOnCluster('alter')
  const topics = new Map<string, Map<number, number>>()
  for (const { path, topics: asked } of dirs) {
    for (const { name, partitions } of asked) {
      const results = topics.get(name) ?? new Map<number, number>()
      topics.set(name, results)
      for (const index of partitions) {
        const code = isAllowed ? move(broker, path, [name, index]) : errorCode.CLUSTER_AUTHORIZATION_FAILED
        results.set(index, code)
      }
    }
  }
  return {
    results: [...topics].map(([topicName, partitions]) => ({
      topicName,
      partitions: [...partitions].map(([partitionIndex, code]) => ({ partitionIndex, errorCode: code })),
    })),
  }
})

function move(
  { dataDirectory, metadata, partitions }: BrokerContext,
  path: string,
  [topic, index]: readonly [string, number],
): number {
  if (path !== dataDirectory) return errorCode.LOG_DIR_NOT_FOUND
  if (partitions.get(topic, index) !== undefined) return errorCode.NONE
  const isKnown = metadata.image.partition(topic, index) !== undefined
  return isKnown ? errorCode.REPLICA_NOT_AVAILABLE : errorCode.UNKNOWN_TOPIC_OR_PARTITION
}
