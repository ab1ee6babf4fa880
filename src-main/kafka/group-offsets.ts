import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { offsetCommit } from '../../broker/protocol/messages/offset-commit.ts'
import { offsetDelete } from '../../broker/protocol/messages/offset-delete.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { askCoordinator } from './coordinators.ts'
import { groupBy } from './group-by.ts'
import { refuseError } from './kafka-errors.ts'
import type { TopicPartition } from './leaders.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface CommittedOffset extends TopicPartition {
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly metadata: string
}

// From version 10 on topics go by id; the console knows them by name.
const lastVersionWithNames = 9

/** Every offset that a group has committed. Empty for a group that does not exist. */
export async function fetchCommittedOffsets(cluster: WireCluster, groupId: string): Promise<CommittedOffset[]> {
  const what = `The offsets of group ${groupId} cannot be read.`
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
const activeGroup = 'The group has members at the moment.'

export interface OffsetToCommit extends TopicPartition {
  readonly offset: bigint
}

/**
 * Sets offsets of a group that has no members, as a reset does.
 * @throws RefusedByBrokerError UNKNOWN_MEMBER_ID or REBALANCE_IN_PROGRESS when the group has become active: the
 * coordinator refuses all of it then.
 */
export async function commitOffsets(
  cluster: WireCluster,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<void> {
  await askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request({ ...target, maxVersion: lastVersionWithNames }, offsetCommit, {
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: [...groupBy(offsets, ({ topic }) => topic)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition, offset }) => ({
          partitionIndex: partition,
          committedOffset: offset,
          committedMetadata: '',
        })),
      })),
    })
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        const what = `The offset of group ${groupId} in partition ${partitionIndex} of ${name} was not set.`
        refuseError({ what, errorCode, message: activeGroupCodes.includes(errorCode) ? activeGroup : null })
      }
    }
  })
}

/** Forgets what a group has committed. @throws RefusedByBrokerError while the group reads one of the topics */
export async function deleteOffsets(
  cluster: WireCluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<void> {
  await askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, offsetDelete, {
      groupId,
      topics: [...groupBy(partitions, ({ topic }) => topic)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition }) => ({ partitionIndex: partition })),
      })),
    })
    refuseError({ what: `The offsets of group ${groupId} were not deleted.`, errorCode: response.errorCode })
    for (const { name, partitions: deleted } of response.topics) {
      for (const { partitionIndex, errorCode } of deleted) {
        const what = `The offset of group ${groupId} in partition ${partitionIndex} of ${name} was not deleted.`
        refuseError({ what, errorCode })
      }
    }
  })
}
