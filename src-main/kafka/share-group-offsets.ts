import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { alterShareGroupOffsets } from '../../broker/protocol/messages/alter-share-group-offsets.ts'
import { deleteShareGroupOffsets } from '../../broker/protocol/messages/delete-share-group-offsets.ts'
import { describeShareGroupOffsets } from '../../broker/protocol/messages/describe-share-group-offsets.ts'
import { texts } from '../languages/texts.ts'
import { askCoordinator } from './coordinators.ts'
import { groupBy } from './group-by.ts'
import type { OffsetToCommit, RefusedPartition } from './group-offsets.ts'
import { refuseError, whyRefused } from './kafka-errors.ts'
import type { TopicPartition } from './topic-partition.ts'
import type { WireCluster } from './wire-cluster.ts'

/** Where a share group is in a partition: everything before it has been dealt with. */
export interface ShareGroupOffset extends TopicPartition {
  /** Null: the group has not read there yet. */
  readonly startOffset: bigint | null
  /** Null where the broker does not tell. */
  readonly lag: bigint | null
}

/** Empty where the broker cannot tell. */
export async function fetchShareGroupOffsets(cluster: WireCluster, groupId: string): Promise<ShareGroupOffset[]> {
  const { versions } = await askCoordinator(cluster, groupId, (target) => cluster.connection(target))
  if (versions.highestCommon(describeShareGroupOffsets) === null) return []
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, describeShareGroupOffsets, { groups: [{ groupId, topics: null }] })
    const [group] = response.groups
    if (!group) return []
    const what = texts.refusals.groupOffsetsNotRead(groupId)
    refuseError({ what, errorCode: group.errorCode, message: group.errorMessage })
    return group.topics.flatMap(({ topicName, partitions }) =>
      partitions
        .filter(({ errorCode }) => errorCode === kafkaError.NONE)
        .map(({ partitionIndex, startOffset, lag }) => ({
          topic: topicName,
          partition: partitionIndex,
          startOffset: startOffset < 0n ? null : startOffset,
          lag: lag < 0n ? null : lag,
        })),
    )
  })
}

/**
 * Moves the start of a share group without members. Gives the partitions that were refused, while all others were moved.
 * @throws RefusedByBrokerError NON_EMPTY_GROUP when it has become active; nothing has been changed then
 */
export async function setShareGroupOffsets(
  cluster: WireCluster,
  groupId: string,
  offsets: readonly OffsetToCommit[],
): Promise<RefusedPartition[]> {
  return askCoordinator(cluster, groupId, async (target) => {
    const response = await cluster.request(target, alterShareGroupOffsets, {
      groupId,
      topics: [...groupBy(offsets, ({ topic }) => topic)].map(([topicName, group]) => ({
        topicName,
        partitions: group.map(({ partition, offset }) => ({ partitionIndex: partition, startOffset: offset })),
      })),
    })
    const what = texts.refusals.groupOffsetsNotSet(groupId)
    const needs = texts.refusals.rights.onGroup('READ', groupId)
    refuseError({ what, errorCode: response.errorCode, message: response.errorMessage, needs })
    return response.responses.flatMap(({ topicName, partitions }) =>
      partitions.flatMap(({ partitionIndex, errorCode, errorMessage }) =>
        errorCode === kafkaError.NONE
          ? []
          : [{ topic: topicName, partition: partitionIndex, why: whyRefused(errorCode, errorMessage) }],
      ),
    )
  })
}

/**
 * Makes a share group without members forget partitions. Kafka forgets topics as a whole only: where others of a topic are to stay, its
 * partitions are given as refused.
 *
 * @throws RefusedByBrokerError as `setShareGroupOffsets`
 */
export async function forgetShareGroupOffsets(
  cluster: WireCluster,
  groupId: string,
  places: readonly TopicPartition[],
): Promise<RefusedPartition[]> {
  const known = (await fetchShareGroupOffsets(cluster, groupId)).filter(({ startOffset }) => startOffset !== null)
  const knownCounts = new Map([...groupBy(known, ({ topic }) => topic)].map(([topic, some]) => [topic, some.length]))
  const byTopic = [...groupBy(places, ({ topic }) => topic)]
  const isWhole = ([topic, some]: (typeof byTopic)[number]): boolean => some.length >= (knownCounts.get(topic) ?? 0)
  const why = texts.groups.wholeTopicOnly
  const inPart = byTopic.filter((each) => !isWhole(each)).flatMap(([, some]) => some.map((at) => ({ ...at, why })))
  const whole = byTopic.filter(isWhole)
  if (whole.length === 0) return inPart
  const refused = await forgetTopics(
    cluster,
    groupId,
    whole.map(([topic]) => topic),
  )
  const ofTopics = whole.flatMap(([topic, some]) => {
    const reason = refused.get(topic)
    return reason === undefined ? [] : some.map((at) => ({ ...at, why: reason }))
  })
  return [...inPart, ...ofTopics]
}

/** By topic, why it was refused. */
async function forgetTopics(
  cluster: WireCluster,
  groupId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return askCoordinator(cluster, groupId, async (target) => {
    const topics = names.map((topicName) => ({ topicName }))
    const response = await cluster.request(target, deleteShareGroupOffsets, { groupId, topics })
    const what = texts.refusals.groupOffsetsNotDeleted(groupId)
    const needs = texts.refusals.rights.onGroup('DELETE', groupId)
    refuseError({ what, errorCode: response.errorCode, message: response.errorMessage, needs })
    const refused = response.responses.filter(({ errorCode }) => errorCode !== kafkaError.NONE)
    return new Map(
      refused.map(({ topicName, errorCode, errorMessage }) => [topicName, whyRefused(errorCode, errorMessage)]),
    )
  })
}
