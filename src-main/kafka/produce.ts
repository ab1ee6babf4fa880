import { errorCode } from '../../broker/protocol/error-codes.ts'
import { produce as produceApi, type ProduceRequestInput } from '../../broker/protocol/messages/produce.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import type { Codec } from '../../broker/records/codec.ts'
import type { RecordHeader } from '../../broker/records/record.ts'
import { texts } from '../languages/texts.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { partitionFor } from './java-partitioner.ts'
import { refuseError, RefusedByBrokerError } from './kafka-errors.ts'
import { retryWhileRefused } from './retry.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface RecordToProduce {
  readonly topic: string
  /** Null: the one that Java's default partitioner takes. */
  readonly partition: number | null
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** Written in this order; the same key may come several times. */
  readonly headers: readonly RecordHeader[]
  /** Milliseconds since 1970. */
  readonly timestamp: bigint
  readonly codec: Codec
  /** 0: do not wait; 1: until the leader has it; -1: until all replicas in sync have it. */
  readonly acks: 0 | 1 | -1
}

export interface ProducedRecord {
  readonly partition: number
  /** Null with acks 0: nobody says. */
  readonly offset: bigint | null
  readonly timestamp: bigint
}

const timeoutMs = 30_000

/**
 * Writes one record. Sent again only where the broker says that it did not write it, so that it is never written twice.
 * @throws RefusedByBrokerError
 */
export async function produceRecord(cluster: WireCluster, record: RecordToProduce): Promise<ProducedRecord> {
  return retryWhileRefused(() => produceOnce(cluster, record), { isRetriable: wasNotWritten })
}

const notWrittenCodes: readonly number[] = [
  errorCode.NOT_LEADER_OR_FOLLOWER,
  errorCode.LEADER_NOT_AVAILABLE,
  errorCode.UNKNOWN_TOPIC_ID,
  errorCode.NOT_ENOUGH_REPLICAS,
]

function wasNotWritten({ kafkaError }: RefusedByBrokerError): boolean {
  return notWrittenCodes.includes(kafkaError.code)
}

async function produceOnce(cluster: WireCluster, record: RecordToProduce): Promise<ProducedRecord> {
  const topic = await cluster.topic(record.topic)
  const partition = record.partition ?? partitionFor(record.key, topic.partitions.length)
  const found = topic.partitions.find((each) => each.partition === partition)
  const what = texts.refusals.messageNotWritten(partition, record.topic)
  if (!found) throw new RefusedByBrokerError({ what, errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION })
  if (found.leader === null) throw new RefusedByBrokerError({ what, errorCode: errorCode.LEADER_NOT_AVAILABLE })
  const target = { to: 'broker', nodeId: found.leader } as const
  const request = requestFor(topic, partition, record)
  if (record.acks === 0) {
    const connection = await cluster.connection(target)
    await connection.requestWithoutResponse(produceApi, request)
    return { partition, offset: null, timestamp: record.timestamp }
  }
  const response = await cluster.request({ ...target, timeoutMs: timeoutMs + 5000 }, produceApi, request)
  const written = response.responses[0]?.partitionResponses[0]
  refuseError({
    what,
    errorCode: written?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR,
    message: written?.recordErrors[0]?.batchIndexErrorMessage ?? written?.errorMessage ?? null,
    needs: texts.refusals.rights.onTopic('WRITE', topic.name),
  })
  const appendTime = written?.logAppendTimeMs ?? -1n
  return {
    partition,
    offset: written?.baseOffset ?? null,
    timestamp: appendTime < 0n ? record.timestamp : appendTime,
  }
}

function requestFor(topic: TopicMetadata, partition: number, record: RecordToProduce): ProduceRequestInput {
  const { key, value, headers, timestamp, codec, acks } = record
  const records = buildBatch([{ key, value, headers, timestamp }], { codec })
  return {
    acks,
    timeoutMs,
    // Up to version 12 topics go by name, from 13 on by id.
    topicData: [{ name: topic.name, topicId: topic.topicId, partitionData: [{ index: partition, records }] }],
  }
}
