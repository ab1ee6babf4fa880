import { zeroUuid } from '../bytes/uuid.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { offsetForLeaderEpoch } from '../protocol/messages/offset-for-leader-epoch.ts'
import { handler } from './handler.ts'
import { findPartition } from './partition-lookup.ts'

/** Where a leader epoch ended, so that a consumer notices when records that it has read were cut off (KIP-320). */
export const offsetForLeaderEpochHandler = handler(offsetForLeaderEpoch, ({ topics }, { broker }) => ({
  topics: topics.map(({ topic, partitions }) => ({
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
  })),
}))
