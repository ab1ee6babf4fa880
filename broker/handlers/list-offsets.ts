import { zeroUuid } from '../bytes/uuid.ts'
import { duplicates } from '../metadata/controller/duplicates.ts'
import type { Partition } from '../partitions/partition.ts'
import { listOffsetsTimestamp as special } from '../protocol/list-offsets-timestamps.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  listOffsets,
  type ListOffsetsRequest,
  type ListOffsetsResponseInput,
} from '../protocol/messages/list-offsets.ts'
import { splitByAccess } from './authorization.ts'
import { codeOfThrown } from './error-translation.ts'
import { handler, type RequestContext } from './handler.ts'
import { findPartition } from './partition-lookup.ts'

/** The version from which on each special timestamp may be asked for. */
const specialSinceVersion: ReadonlyMap<bigint, number> = new Map([
  [special.latest, 1],
  [special.earliest, 1],
  [special.maxTimestamp, 7],
  [special.earliestLocal, 8],
  [special.latestTiered, 9],
  [special.earliestPendingUpload, 11],
])

type PartitionRequest = ListOffsetsRequest['topics'][number]['partitions'][number]
type PartitionAnswer = ListOffsetsResponseInput['topics'][number]['partitions'][number]

/** Offsets by time, and both ends of a partition. */
export const listOffsetsHandler = handler(listOffsets, ({ topics, isolationLevel }, context) => {
  const [visible, hidden] = splitByAccess(topics, ({ name }) => context.access.allows('describe', 'topic', name))
  return {
    topics: [
      ...visible.map(({ name, partitions }) => ({
        name,
        partitions: answerPartitions(name, partitions, { context, isolationLevel }),
      })),
      ...hidden.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((wanted) => failed(wanted, errorCode.TOPIC_AUTHORIZATION_FAILED)),
      })),
    ],
  }
})

interface ListContext {
  readonly context: RequestContext
  readonly isolationLevel: number
}

/** A partition that is named twice is refused, once. */
function answerPartitions(
  topic: string,
  partitions: readonly PartitionRequest[],
  list: ListContext,
): PartitionAnswer[] {
  const repeated = duplicates(partitions.map(({ partitionIndex }) => partitionIndex))
  const named = new Map(partitions.map((wanted) => [wanted.partitionIndex, wanted]))
  return [...named.values()].map((wanted) =>
    repeated.has(wanted.partitionIndex)
      ? failed(wanted, errorCode.INVALID_REQUEST)
      : answerPartition(topic, wanted, list),
  )
}

function answerPartition(topic: string, wanted: PartitionRequest, list: ListContext): PartitionAnswer {
  const { version, broker } = list.context
  const { partitionIndex, timestamp, currentLeaderEpoch } = wanted
  if (timestamp < 0n && version < (specialSinceVersion.get(timestamp) ?? Number.POSITIVE_INFINITY)) {
    return failed(wanted, errorCode.UNSUPPORTED_VERSION)
  }
  const found = findPartition(broker, { topic, topicId: zeroUuid, partition: partitionIndex, currentLeaderEpoch })
  if (typeof found === 'number') return failed(wanted, found)
  try {
    const { leaderEpoch, ...position } = find(found, timestamp, list.isolationLevel)
    // Versions before 4 have no place for the epoch.
    const epoch = version >= 4 ? { leaderEpoch } : {}
    return { partitionIndex, errorCode: errorCode.NONE, ...position, ...epoch }
  } catch (error) {
    const code = codeOfThrown(error)
    if (code === null) throw error
    return failed(wanted, code)
  }
}

const nothing = { timestamp: -1n, offset: -1n, leaderEpoch: -1 }

function find({ log, leaderEpoch }: Partition, timestamp: bigint, isolationLevel: number) {
  if (timestamp === special.latest) {
    const offset = isolationLevel === 1 ? log.lastStableOffset : log.highWatermark
    return { timestamp: -1n, offset, leaderEpoch }
  }
  if (timestamp === special.earliest || timestamp === special.earliestLocal) {
    const offset = log.logStartOffset
    return { timestamp: -1n, offset, leaderEpoch: log.epochForOffset(offset) ?? leaderEpoch }
  }
  // What is left below 0 asks about tiered storage, of which there is none.
  const isMax = timestamp === special.maxTimestamp
  if (timestamp < 0n && !isMax) return nothing
  const found = isMax ? log.offsetOfMaxTimestamp() : log.offsetForTimestamp(timestamp)
  const end = isolationLevel === 1 ? log.lastStableOffset : log.highWatermark
  return found !== null && found.offset < end ? found : nothing
}

function failed({ partitionIndex }: PartitionRequest, code: number): PartitionAnswer {
  return { partitionIndex, errorCode: code }
}
