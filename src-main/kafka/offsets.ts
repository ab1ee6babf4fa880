import { errorCode } from '../../broker/protocol/error-codes.ts'
import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import { listOffsets as listOffsetsApi } from '../../broker/protocol/messages/list-offsets.ts'
import { texts } from '../languages/texts.ts'
import { groupBy } from './group-by.ts'
import { KafkaClientError, RefusedByBrokerError } from './kafka-errors.ts'
import { groupByLeader } from './leaders.ts'
import { retryWhileRefused } from './retry.ts'
import type { WireCluster } from './wire-cluster.ts'
import { partitionKey, type TopicPartition } from './topic-partition.ts'

export interface OffsetQuestion extends TopicPartition {
  /** Milliseconds since 1970, or one of `listOffsetsTimestamp`. */
  readonly timestamp: bigint
  /** With 1, the latest offset is the last stable one: every transaction before it has ended. */
  readonly isolationLevel?: 0 | 1
}

export interface OffsetAnswer extends TopicPartition {
  /** Null when no record is that late, or when there was a problem. */
  readonly offset: bigint | null
  /** Of the record found; null for the beginning and the end. */
  readonly timestamp: bigint | null
  readonly problem: KafkaClientError | null
}

const patienceMs = 3000

/**
 * Asks the leaders for offsets by time. One partition that cannot be answered does not spoil the others: its problem
 * stands in its place. Answers come in the order of the questions, which all have the same isolation level.
 */
export async function listOffsets(cluster: WireCluster, questions: readonly OffsetQuestion[]): Promise<OffsetAnswer[]> {
  const { byLeader, leaderless } = await groupByLeader(cluster, questions)
  const asked = [...byLeader].map(([nodeId, group]) => askLeader(cluster, nodeId, group))
  const unasked = leaderless.map(({ at, problem }) => failed(at, problem))
  const answers = new Map([...unasked, ...(await Promise.all(asked)).flat()].map((each) => [partitionKey(each), each]))
  const late = questions.filter((question) => isStale(answers.get(partitionKey(question))))
  for (const answer of await Promise.all(late.map((question) => askAgain(cluster, question)))) {
    answers.set(partitionKey(answer), answer)
  }
  return questions.map((question) => answers.get(partitionKey(question)) ?? failed(question, notAnswered(question)))
}

/** The latest timestamp in each partition; null where there is no record, or the broker does not tell (before Kafka 3.0). */
export async function latestTimestamps(
  cluster: WireCluster,
  partitions: readonly TopicPartition[],
): Promise<OffsetAnswer[]> {
  const timestamp = listOffsetsTimestamp.maxTimestamp
  return listOffsets(
    cluster,
    partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })),
  )
}

async function askLeader(
  cluster: WireCluster,
  nodeId: number,
  questions: readonly OffsetQuestion[],
): Promise<OffsetAnswer[]> {
  try {
    const response = await cluster.request({ to: 'broker', nodeId }, listOffsetsApi, {
      replicaId: -1,
      isolationLevel: questions[0]?.isolationLevel ?? 0,
      timeoutMs: 10_000,
      topics: [...groupBy(questions, ({ topic }) => topic)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition, timestamp }) => ({ partitionIndex: partition, timestamp })),
      })),
    })
    return response.topics.flatMap(({ name, partitions }) => partitions.map((each) => answerFrom(name, each)))
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
    return questions.map((question) => failed(question, error))
  }
}

interface AnsweredPartition {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly offset: bigint
  readonly timestamp: bigint
}

function answerFrom(topic: string, answered: AnsweredPartition): OffsetAnswer {
  const question = { topic, partition: answered.partitionIndex }
  if (answered.errorCode !== errorCode.NONE) {
    const what = texts.refusals.offsetsNotKnown(answered.partitionIndex, topic)
    const needs = texts.refusals.rights.onTopic('DESCRIBE', topic)
    return failed(question, new RefusedByBrokerError({ what, errorCode: answered.errorCode, needs }))
  }
  return {
    ...question,
    offset: answered.offset < 0n ? null : answered.offset,
    timestamp: answered.timestamp < 0n ? null : answered.timestamp,
    problem: null,
  }
}

/** Whether another leader, or the same a moment later, may know. What does not exist is not waited for. */
function isStale(answer: OffsetAnswer | undefined): boolean {
  const problem = answer?.problem
  return problem instanceof RefusedByBrokerError && problem.kafkaError.retriable && problem.code !== 'NOT_FOUND'
}

async function askAgain(cluster: WireCluster, question: OffsetQuestion): Promise<OffsetAnswer> {
  const ask = async (): Promise<OffsetAnswer> => {
    const { partitions } = await cluster.topic(question.topic)
    const leader = partitions.find(({ partition }) => partition === question.partition)?.leader ?? null
    if (leader === null) throw notAnswered(question)
    const [answer] = await askLeader(cluster, leader, [question])
    if (answer?.problem) throw answer.problem
    return answer ?? failed(question, notAnswered(question))
  }
  return retryWhileRefused(ask, { patienceMs }).catch((error: unknown) => {
    if (error instanceof KafkaClientError) return failed(question, error)
    throw error
  })
}

function failed({ topic, partition }: TopicPartition, problem: KafkaClientError): OffsetAnswer {
  return { topic, partition, offset: null, timestamp: null, problem }
}

function notAnswered({ topic, partition }: TopicPartition): RefusedByBrokerError {
  const what = texts.refusals.offsetsNotKnown(partition, topic)
  return new RefusedByBrokerError({ what, errorCode: errorCode.LEADER_NOT_AVAILABLE })
}
