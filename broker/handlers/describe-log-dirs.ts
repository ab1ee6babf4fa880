import { DiskError } from '../environment/disk-error.ts'
import type { Partition } from '../partitions/partition.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { describeLogDirs, type DescribeLogDirsRequest } from '../protocol/messages/describe-log-dirs.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'

/** The log directory: its room, and what each partition takes of it. */
export const describeLogDirsHandler = handler(describeLogDirs, ({ topics }, { version, broker, access }) => {
  if (!access.allowsOnCluster('describe')) {
    // Before version 3 there is no place for the error: there are just no directories.
    return { ...(version >= 3 ? { errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED } : {}), results: [] }
  }
  const directory = {
    errorCode: errorCode.NONE,
    logDir: broker.dataDirectory,
    topics: describeTopics(topics, broker),
    ...space(broker),
  }
  return { errorCode: errorCode.NONE, results: [directory] }
})

function describeTopics(wanted: DescribeLogDirsRequest['topics'], { partitions, metadata }: BrokerContext) {
  return [...metadata.image.topicsByName.values()].flatMap(({ name, partitions: all }) => {
    const asked = wanted === null ? all.map(({ partition }) => partition) : indexesOf(wanted, name)
    const chosen = asked.flatMap((index) => partitions.get(name, index) ?? [])
    return chosen.length === 0 ? [] : [{ name, partitions: chosen.map(describePartition) }]
  })
}

function indexesOf(wanted: NonNullable<DescribeLogDirsRequest['topics']>, name: string): readonly number[] {
  return wanted.find(({ topic }) => topic === name)?.partitions ?? []
}

function describePartition({ index, log }: Partition) {
  return { partitionIndex: index, partitionSize: BigInt(log.sizeInBytes), offsetLag: 0n, isFutureKey: false }
}

function space({ disk, dataDirectory }: BrokerContext) {
  try {
    return disk.space(dataDirectory)
  } catch (error) {
    // Some file systems do not tell; -1 then says that nothing is known.
    if (error instanceof DiskError) return {}
    throw error
  }
}
