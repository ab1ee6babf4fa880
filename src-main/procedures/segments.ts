import { join } from 'node:path'
import { localClusterId } from '../api/clusters.ts'
import { directoryClusterPrefix } from '../api/data-directories.ts'
import { shortText } from '../decoding/preview.ts'
import { readBatches, readRecords } from '../segments/batches.ts'
import { listPartitionDirectories } from '../segments/partition-directories.ts'
import { listSegments, logFileName } from '../segments/segment-files.ts'
import { absoluteDirectory } from './absolute-directory.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

export const segments = {
  partitions: api.segments.partitions.handler(({ context, input }) =>
    listPartitionDirectories(logDirectoryOf(context, input.clusterId)),
  ),
  list: api.segments.list.handler(async ({ context, input }) => listSegments(directoryOf(context, input))),
  batches: api.segments.batches.handler(async ({ context, input }) => readBatches(fileOf(context, input), input)),
  records: api.segments.records.handler(async ({ context, input }) =>
    readRecords(fileOf(context, input), { position: input.position, shortText }),
  ),
}

interface PartitionPlace {
  readonly clusterId: string
  readonly topic: string
  readonly partition: number
}

function fileOf(services: Services, place: PartitionPlace & { readonly baseOffset: bigint }): string {
  return join(directoryOf(services, place), logFileName(place.baseOffset))
}

// The name comes from outside and becomes a path: only what Kafka allows as a topic can name a directory.
const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/

function directoryOf(services: Services, { clusterId, topic, partition }: PartitionPlace): string {
  const logDirectory = logDirectoryOf(services, clusterId)
  if (!TOPIC_NAME.test(topic)) {
    throw new ProblemError('REJECTED', {
      what: 'There are no files of that topic.',
      why: `${JSON.stringify(topic)} cannot be the name of a topic.`,
      remedy: 'Choose a topic from the list.',
    })
  }
  return join(logDirectory, `${topic}-${partition}`)
}

function logDirectoryOf({ localCluster }: Services, clusterId: string): string {
  if (clusterId === localClusterId) return localCluster.directory
  if (clusterId.startsWith(directoryClusterPrefix)) {
    return absoluteDirectory(clusterId.slice(directoryClusterPrefix.length))
  }
  throw new ProblemError('REJECTED', {
    what: 'The segments cannot be shown.',
    why: 'Only the files of the local cluster, and of directories that you open, are on this machine.',
    remedy: 'Look at the topic on the local cluster, or at its messages here.',
  })
}
