import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import { offsetDelete } from '../../broker/protocol/messages/offset-delete.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { texts } from '../languages/texts.ts'
import { askCoordinator } from './coordinators.ts'
import { groupBy } from './group-by.ts'
import { refuseError, whyRefused } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'
import type { TopicPartition } from './topic-partition.ts'

export interface CommittedOffset extends TopicPartition {
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly metadata: string
}

// From version 10 on topics go by id; the console knows them by name.
const lastVersionWithNames = 9

/** Every offset that a group has committed. Empty for a group that does not exist. */
export async function fetchCommittedOffsets(cluster: WireCluster, groupId: string): Promise<CommittedOffset[]> {
  const what = texts.refusals.groupOffsetsNotRead(groupId)
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request({ ...target, maxVersion: lastVersionWithNames }, offsetFetch, (version) =>
      version >= 8 ? { groups: [{ groupId, topics: null }] } : { groupId, topics: null },
    )
    const { topics, errorCode } = response.groups[0] ?? response
    refuseError({ what, errorCode })
    return topics.flatMap(({ name, partitions }) =>
      partitions.flatMap((each): CommittedOffset[] => {
        refuseError({ what, errorCode: each.errorCode })
        if (each.committedOffset < 0n) return []
        return [
          {
            topic: name,
            partition: each.partitionIndex,
            offset: each.committedOffset,
            leaderEpoch: each.committedLeaderEpoch,
            metadata: each.metadata ?? '',
          },
        ]
      }),
    )
  })
}

// What a coordinator says to somebody who is no member, while there are members.
const activeGroupCodes: readonly number[] = [kafkaError.UNKNOWN_MEMBER_ID, kafkaError.REBALANCE_IN_PROGRESS]

export interface OffsetToCommit extends TopicPartition {
  readonly offset: bigint
  /** What a client had committed with it; none when left out. */
  readonly leaderEpoch?: number
  readonly metadata?: string
}

/** A partition that the coordinator left as it was, while it changed others of the same request. */
export interface RefusedPartition extends TopicPartition {
  readonly why: string
}

/**
 * Sets offsets of a group that has no members, as a reset does; a group that does not exist is made. Gives the partitions
 * that were refused, while all others were set.
 *
 * @throws RefusedByBrokerError UNKNOWN_MEMBER_ID or REBALANCE_IN_PROGRESS when the group has become active, or whatever
 * else concerns all partitions: then nothing has been changed.
 */
export async function commitOffsets(
  cluster: WireCluster,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<RefusedPartition[]> {
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request({ ...target, maxVersion: lastVersionWithNames }, offsetCommit, {
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: [...groupBy(offsets, ({ topic }) => topic)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition, offset, leaderEpoch, metadata }) => ({
          partitionIndex: partition,
          committedOffset: offset,
          committedLeaderEpoch: leaderEpoch ?? -1,
          committedMetadata: metadata ?? '',
        })),
      })),
    })
    const what = texts.refusals.groupOffsetsNotSet(groupId)
    return refusedPartitions(what, response.topics)
  })
}

interface AnsweredTopic {
  readonly name: string
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[]
}

/** @throws RefusedByBrokerError when all partitions were refused for the same reason */
function refusedPartitions(what: string, topics: readonly AnsweredTopic[]): RefusedPartition[] {
  const answers = topics.flatMap(({ name, partitions }) => partitions.map((each) => ({ topic: name, ...each })))
  const codes = new Set(answers.map(({ errorCode }) => errorCode))
  const [only = 0] = codes
  if (codes.size === 1) {
    refuseError({
      what,
      errorCode: only,
      message: activeGroupCodes.includes(only) ? texts.refusals.groupHasMembers : null,
    })
  }
  return answers.flatMap(({ topic, partitionIndex, errorCode }) =>
    errorCode === kafkaError.NONE ? [] : [{ topic, partition: partitionIndex, why: whyRefused(errorCode) }],
  )
}

/**
 * Forgets what a group has committed in some partitions. Gives those that were refused, while all others were forgotten.
 * @throws RefusedByBrokerError when it concerns all of them: the group reads the topics, or does not exist
 */
export async function deleteOffsets(
  cluster: WireCluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<RefusedPartition[]> {
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, offsetDelete, {
      groupId,
      topics: [...groupBy(partitions, ({ topic }) => topic)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition }) => ({ partitionIndex: partition })),
      })),
    })
    const what = texts.refusals.groupOffsetsNotDeleted(groupId)
    refuseError({ what, errorCode: response.errorCode })
    return refusedPartitions(what, response.topics)
  })
}
