import { errorCode } from '../../broker/protocol/error-codes.ts'
import { describeLogDirs } from '../../broker/protocol/messages/describe-log-dirs.ts'
import { texts } from '../languages/texts.ts'
import { groupBy } from './group-by.ts'
import { RefusedByBrokerError, refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

export interface LogDirectory {
  readonly path: string
  readonly partitions: readonly StoredPartition[]
  /** Of the volume; null where the broker does not tell (before Kafka 3.3). */
  readonly totalBytes: bigint | null
  readonly usableBytes: bigint | null
  readonly problem: RefusedByBrokerError | null
}

export interface StoredPartition extends TopicPartition {
  readonly sizeBytes: bigint
  /** Whether this is a copy that is being moved here from another directory. */
  readonly isFuture: boolean
}

/** The log directories of a broker, with every partition in them or only those given. */
export async function describeLogDirectories(
  cluster: WireCluster,
  nodeId: number,
  wanted: readonly TopicPartition[] | null = null,
): Promise<LogDirectory[]> {
  const topics =
    wanted === null
      ? null
      : [...groupBy(wanted, ({ topic }) => topic)].map(([topic, some]) => ({
          topic,
          partitions: some.map(({ partition }) => partition),
        }))
  const response = await cluster.request({ to: 'broker', nodeId }, describeLogDirs, { topics })
  refuseError({
    what: texts.refusals.logDirectoriesNotRead(nodeId),
    // Before version 3 a right that is missing is told by no directories at all; a broker always has one.
    errorCode:
      response.errorCode === 0 && response.results.length === 0
        ? errorCode.CLUSTER_AUTHORIZATION_FAILED
        : response.errorCode,
    needs: texts.refusals.rights.onCluster('DESCRIBE'),
  })
  return response.results.map((directory) => {
    const what = texts.refusals.logDirectoryNotRead(directory.logDir, nodeId)
    return {
      path: directory.logDir,
      totalBytes: directory.totalBytes < 0n ? null : directory.totalBytes,
      usableBytes: directory.usableBytes < 0n ? null : directory.usableBytes,
      problem: directory.errorCode === 0 ? null : new RefusedByBrokerError({ what, errorCode: directory.errorCode }),
      partitions: directory.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, partitionSize, isFutureKey }) => ({
          topic: name,
          partition: partitionIndex,
          sizeBytes: partitionSize,
          isFuture: isFutureKey,
        })),
      ),
    }
  })
}
