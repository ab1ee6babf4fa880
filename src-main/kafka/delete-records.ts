import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { deleteRecords as deleteRecordsApi } from '../../broker/protocol/messages/delete-records.ts'
import { texts } from '../languages/texts.ts'
import { KafkaClientError, RefusedByBrokerError } from './kafka-errors.ts'
import { groupByLeader } from './leaders.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface RecordDeletion {
  readonly partition: number
  /** Everything before it goes; null: everything there is. */
  readonly beforeOffset: bigint | null
}

export interface DeletedRecords {
  readonly partition: number
  /** The first offset that is left; null with a problem. */
  readonly startOffset: bigint | null
  readonly problem: KafkaClientError | null
}

const timeoutMs = 30_000

/** Deletes the records of one topic before given offsets. A partition that refuses does not spare the others. */
export async function deleteRecords(
  cluster: WireCluster,
  topic: string,
  deletions: readonly RecordDeletion[],
): Promise<DeletedRecords[]> {
  const questions = deletions.map((each) => ({ ...each, topic }))
  const { byLeader, leaderless } = await groupByLeader(cluster, questions)
  const unasked = leaderless.map(({ at, problem }) => failed(at.partition, problem))
  const asked = [...byLeader].map(([nodeId, group]) => askLeader(cluster, nodeId, { topic, group }))
  return [...unasked, ...(await Promise.all(asked)).flat()].toSorted((a, b) => a.partition - b.partition)
}

async function askLeader(
  cluster: WireCluster,
  nodeId: number,
  { topic, group }: { readonly topic: string; readonly group: readonly RecordDeletion[] },
): Promise<DeletedRecords[]> {
  try {
    const route = { to: 'broker', nodeId, timeoutMs: timeoutMs + 5000 } as const
    const { topics } = await cluster.request(route, deleteRecordsApi, {
      topics: [
        {
          name: topic,
          partitions: group.map(({ partition, beforeOffset }) => ({
            partitionIndex: partition,
            offset: beforeOffset ?? -1n,
          })),
        },
      ],
      timeoutMs,
    })
    return topics.flatMap(({ partitions }) =>
      partitions.map(({ partitionIndex, errorCode, lowWatermark }) => {
        if (errorCode === kafkaError.NONE) {
          return { partition: partitionIndex, startOffset: lowWatermark, problem: null }
        }
        const what = texts.refusals.recordsNotDeleted(partitionIndex, topic)
        const needs = texts.refusals.rights.onTopic('DELETE', topic)
        return failed(partitionIndex, new RefusedByBrokerError({ what, errorCode, needs }))
      }),
    )
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
    return group.map(({ partition }) => failed(partition, error))
  }
}

function failed(partition: number, problem: KafkaClientError): DeletedRecords {
  return { partition, startOffset: null, problem }
}
