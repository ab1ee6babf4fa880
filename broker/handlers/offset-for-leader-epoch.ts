import { zeroUuid } from '../bytes/uuid.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { offsetForLeaderEpoch, type OffsetForLeaderEpochRequest } from '../protocol/messages/offset-for-leader-epoch.ts'
import { splitByAccess } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { findPartition } from './partition-lookup.ts'

type TopicRequest = OffsetForLeaderEpochRequest['topics'][number]

/** Where a leader epoch ended, so that a consumer notices when records that it has read were cut off (KIP-320). */
export const offsetForLeaderEpochHandler = handler(offsetForLeaderEpoch, ({ topics }, { broker, access }) => {
  const isBroker = access.allowsOnCluster('clusterAction')
  const [visible, hidden] = splitByAccess(topics, ({ topic }) => isBroker || access.allows('describe', 'topic', topic))
  return { topics: [...visible.map((each) => answerTopic(each, broker)), ...hidden.map(refuseTopic)] }
})

function answerTopic({ topic, partitions }: TopicRequest, broker: BrokerContext) {
  return {
    topic,
    partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
      const found = findPartition(broker, { topic, topicId: zeroUuid, partition, currentLeaderEpoch })
      if (typeof found === 'number') return { errorCode: found, partition }
      // An epoch that has no record yet ends where the log does.
      if (leaderEpoch === found.leaderEpoch) {
        return { errorCode: errorCode.NONE, partition, leaderEpoch, endOffset: found.log.logEndOffset }
      }
      return { errorCode: errorCode.NONE, partition, ...found.log.endOffsetForEpoch(leaderEpoch) }
    }),
  }
}

function refuseTopic({ topic, partitions }: TopicRequest) {
  return {
    topic,
    partitions: partitions.map(({ partition }) => ({ errorCode: errorCode.TOPIC_AUTHORIZATION_FAILED, partition })),
  }
}
