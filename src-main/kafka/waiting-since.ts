import { errorCode } from '../../broker/protocol/error-codes.ts'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { upgradeMessages } from '../../broker/records/legacy-messages.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import { groupBy } from './group-by.ts'
import { KafkaClientError } from './kafka-errors.ts'
import { groupByLeader } from './leaders.ts'
import type { WireCluster } from './wire-cluster.ts'
import { partitionKey, type TopicPartition } from './topic-partition.ts'

/** A place in a partition that somebody has not read yet. */
export interface UnreadPlace extends TopicPartition {
  readonly offset: bigint
}

export interface UnreadRecord extends UnreadPlace {
  /** Of the first record at or after the offset, in milliseconds since 1970; null when it cannot be told. */
  readonly timestamp: bigint | null
}

// One batch is enough. What does not fit is asked for again by itself, when a broker gives it whole.
const partitionBytes = 16 * 1024
const responseBytes = 4 * 1024 * 1024

/**
 * Since when unread records have been waiting: reads the first one in each partition, without a group, many partitions with
 * one request. In the order of the places.
 */
export async function timestampsOfUnread(
  cluster: WireCluster,
  places: readonly UnreadPlace[],
): Promise<UnreadRecord[]> {
  const { byLeader } = await groupByLeader(cluster, places)
  const found = new Map<string, bigint>()
  await Promise.all(
    [...byLeader].map(async ([nodeId, led]) => {
      const leader = { cluster, nodeId }
      const rest = await readFirst(leader, led, found)
      // A batch larger than the limit is left out of an answer with others, and given when it is the only one.
      for (const each of rest) await readFirst(leader, [each], found)
    }),
  )
  return places.map((each) => ({ ...each, timestamp: found.get(partitionKey(each)) ?? null }))
}

interface Leader {
  readonly cluster: WireCluster
  readonly nodeId: number
}

/** Gives the places of which nothing came back, though nothing was wrong with them. */
async function readFirst(
  { cluster, nodeId }: Leader,
  places: readonly UnreadPlace[],
  found: Map<string, bigint>,
): Promise<readonly UnreadPlace[]> {
  const topicIds = new Map(places.map(({ topic }) => [topic, cluster.knownTopic(topic)?.topicId]))
  const named = new Map([...topicIds].map(([topic, id]) => [id, topic]))
  const unanswered = new Map(places.map((each) => [partitionKey(each), each]))
  try {
    const response = await cluster.request({ to: 'broker', nodeId, lane: 'fetching' }, fetch, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: responseBytes,
      isolationLevel: 0,
      topics: [...groupBy(places, ({ topic }) => topic)].map(([topic, group]) => ({
        topic,
        topicId: topicIds.get(topic),
        partitions: group.map(({ partition, offset }) => ({
          partition,
          fetchOffset: offset,
          partitionMaxBytes: partitionBytes,
        })),
      })),
    })
    for (const { topic, topicId, partitions } of response.responses) {
      const name = topic === '' ? named.get(topicId) : topic
      for (const answer of partitions) {
        const key = partitionKey({ topic: name ?? '', partition: answer.partitionIndex })
        const place = unanswered.get(key)
        if (place === undefined) continue
        const timestamp = answer.records === null ? null : firstTimestamp(answer.records, place.offset)
        if (timestamp !== null) found.set(key, timestamp)
        if (timestamp !== null || answer.errorCode !== errorCode.NONE) unanswered.delete(key)
      }
    }
  } catch (error) {
    if (error instanceof KafkaClientError) return []
    throw error
  }
  return places.length > 1 ? [...unanswered.values()] : []
}

/** Records without a timestamp have -1; markers of transactions are for nobody to read. */
function firstTimestamp(records: Uint8Array, offset: bigint): bigint | null {
  try {
    for (const batch of batchesIn(upgradeMessages(records))) {
      if (batch.nextOffset <= offset || batch.isControl) continue
      for (const record of recordsIn(batch)) {
        if (record.offset >= offset) return record.timestamp < 0n ? null : record.timestamp
      }
    }
  } catch {
    // A batch that cannot be read tells no time.
  }
  return null
}
