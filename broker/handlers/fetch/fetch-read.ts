import type { ReadIsolation } from '../../log/log-results.ts'
import { OffsetOutOfRangeError } from '../../log/log-errors.ts'
import type { Partition } from '../../partitions/partition.ts'
import { errorCode } from '../../protocol/error-codes.ts'
import type { FetchResponseInput } from '../../protocol/messages/fetch.ts'
import type { Access } from '../../security/authorizer/access.ts'
import type { BrokerContext } from '../broker-context.ts'
import { codeOfThrown } from '../error-translation.ts'
import { findPermittedPartition } from '../partition-lookup.ts'

/** What is wanted of one partition; a session remembers these between requests. */
export interface WantedPartition {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly fetchOffset: bigint
  readonly lastFetchedEpoch: number
  readonly partitionMaxBytes: number
}

export type PartitionAnswer = FetchResponseInput['responses'][number]['partitions'][number]

export interface PartitionRead {
  readonly wanted: WantedPartition
  readonly answer: PartitionAnswer
}

export interface ReadLimits {
  /** Of all partitions together. */
  readonly maxBytes: number
  readonly isolation: ReadIsolation
  /** Gives memory of that length to read into. */
  readonly allocate: (length: number) => Buffer
  /** Another broker asks, to copy: there is none that could, so it is told that it is wrong here. Null for consumers. */
  readonly follower: { readonly isToldOfLeader: boolean } | null
}

export interface FetchRead {
  readonly reads: readonly PartitionRead[]
  /**
   * What there is to be read, within the limits. A limit that falls into the middle of a batch counts in full, as it does
   * with Kafka, whose answers are cut anywhere: a client may well ask for no less than its limit.
   */
  readonly readableBytes: number
  /** Waiting for more would be wrong: something about a partition must be told at once. */
  readonly mustAnswer: boolean
}

/** Who reads where. */
interface FetchReader {
  readonly broker: BrokerContext
  readonly access: Access
}

const noRecords = Buffer.alloc(0)

/**
 * Reads the partitions in the order in which they are wanted, until `maxBytes` are together. The first partition that
 * has anything gives at least one whole batch, however large, so that no consumer can get stuck (KIP-74).
 */
export function readPartitions(reader: FetchReader, wanted: Iterable<WantedPartition>, limits: ReadLimits): FetchRead {
  const reads: PartitionRead[] = []
  let readBytes = 0
  let readableBytes = 0
  let mustAnswer = false
  for (const each of wanted) {
    const maxBytes = Math.max(0, Math.min(each.partitionMaxBytes, limits.maxBytes - readBytes))
    const { answer, isCut } = readPartition(reader, each, {
      maxBytes,
      minOneBatch: readBytes === 0,
      isolation: limits.isolation,
      allocate: limits.allocate,
      follower: limits.follower,
    })
    const partitionBytes = answer.records?.byteLength ?? 0
    readBytes += partitionBytes
    readableBytes += isCut ? Math.max(partitionBytes, maxBytes) : partitionBytes
    mustAnswer ||= answer.errorCode !== errorCode.NONE || answer.divergingEpoch !== undefined
    reads.push({ wanted: each, answer })
  }
  return { reads, readableBytes, mustAnswer }
}

interface PartitionLimits extends ReadLimits {
  readonly minOneBatch: boolean
}

interface LimitedAnswer {
  readonly answer: PartitionAnswer
  /** Whether there was more than the limit let in. */
  readonly isCut: boolean
}

function readPartition(reader: FetchReader, wanted: WantedPartition, limits: PartitionLimits): LimitedAnswer {
  const partition = findPermittedPartition(reader, 'read', wanted)
  if (typeof partition === 'number') return { answer: failed(wanted, partition), isCut: false }
  if (limits.follower !== null) return { answer: refuseFollower(reader, { wanted, partition, limits }), isCut: false }
  try {
    const diverging = divergence(partition, wanted)
    return diverging === null ? read(partition, wanted, limits) : { answer: diverging, isCut: false }
  } catch (error) {
    const code = codeOfThrown(error)
    if (code === null) throw error
    return { answer: failed(wanted, code), isCut: false }
  }
}

interface FollowerRead {
  readonly wanted: WantedPartition
  readonly partition: Partition
  readonly limits: PartitionLimits
}

function refuseFollower(reader: FetchReader, { wanted, partition, limits }: FollowerRead): PartitionAnswer {
  if (!reader.access.allowsOnCluster('clusterAction')) return failed(wanted, errorCode.TOPIC_AUTHORIZATION_FAILED)
  const currentLeader = { leaderId: reader.broker.node.id, leaderEpoch: partition.leaderEpoch }
  const told = limits.follower?.isToldOfLeader === true ? { currentLeader } : {}
  return { ...failed(wanted, errorCode.NOT_LEADER_OR_FOLLOWER), ...told }
}

function read({ log }: Partition, wanted: WantedPartition, limits: PartitionLimits): LimitedAnswer {
  const { records, isCut, highWatermark, lastStableOffset, logStartOffset, abortedTransactions } = log.read(
    wanted.fetchOffset,
    limits,
  )
  const answer = {
    partitionIndex: wanted.partition,
    errorCode: errorCode.NONE,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    abortedTransactions,
    records,
  }
  return { answer, isCut }
}

/** A follower whose last epoch ended earlier here than it believes has to cut its log first (KIP-595). */
function divergence({ log }: Partition, wanted: WantedPartition): PartitionAnswer | null {
  if (wanted.lastFetchedEpoch < 0) return null
  const end = log.endOffsetForEpoch(wanted.lastFetchedEpoch)
  if (end === null) {
    throw new OffsetOutOfRangeError(`epoch ${wanted.lastFetchedEpoch} of ${wanted.topic} is not known here`)
  }
  if (end.leaderEpoch >= wanted.lastFetchedEpoch && end.endOffset >= wanted.fetchOffset) return null
  return {
    partitionIndex: wanted.partition,
    errorCode: errorCode.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    divergingEpoch: { epoch: end.leaderEpoch, endOffset: end.endOffset },
    abortedTransactions: null,
    records: noRecords,
  }
}

/** What is refused before the log is asked: Kafka then says that no transaction was aborted, and otherwise nothing. */
const refusedAtOnce: ReadonlySet<number> = new Set([
  errorCode.UNKNOWN_TOPIC_ID,
  errorCode.UNKNOWN_TOPIC_OR_PARTITION,
  errorCode.TOPIC_AUTHORIZATION_FAILED,
])

function failed({ partition }: WantedPartition, code: number): PartitionAnswer {
  return {
    partitionIndex: partition,
    errorCode: code,
    highWatermark: -1n,
    abortedTransactions: refusedAtOnce.has(code) ? [] : null,
    records: noRecords,
  }
}
