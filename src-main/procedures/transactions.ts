import { explainError, type KafkaClientError } from '../kafka/kafka-errors.ts'
import { abortOpenTransaction, activeProducers } from '../kafka/producers.ts'
import { listTransactions } from '../kafka/transactions.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { texts } from '../languages/texts.ts'
import { isOverdue, judgeProducers } from './hanging-transactions.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import type { TopicPartition } from '../kafka/topic-partition.ts'

export const transactions = {
  list: api.transactions.list.handler(async ({ context, input }) => {
    const { transactions: found, problems } = await listTransactions(context.clusters.get(input.clusterId))
    const now = Date.now()
    return {
      transactions: found.map((each) => ({ ...each, isOverdue: isOverdue(each, now) })),
      problems: told(problems),
    }
  }),
  activeProducers: api.transactions.activeProducers.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { partitions } = await cluster.topic(input.topic)
    return judged(
      cluster,
      partitions.map(({ partition }) => ({ topic: input.topic, partition })),
    )
  }),
  findHanging: api.transactions.findHanging.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { topics } = await cluster.metadata(null)
    const places = [...topics.values()].flatMap(({ name, partitions }) =>
      partitions.map(({ partition }) => ({ topic: name, partition })),
    )
    const { producers, problems } = await judged(cluster, places)
    return { producers: producers.filter(({ hanging }) => hanging !== null), partitionCount: places.length, problems }
  }),
  abort: api.transactions.abort.handler(async ({ context, input }) => {
    const { topic, partition, openSinceOffset } = input
    const cluster = context.clusters.get(input.clusterId)
    const { producers, problems } = await activeProducers(cluster, [{ topic, partition }])
    const [problem] = problems
    if (problem !== undefined) throw problem
    const open = producers.find((each) => each.openSinceOffset === openSinceOffset)
    if (open === undefined) throw noSuchTransaction(input)
    await abortOpenTransaction(cluster, open)
  }),
}

/** Asks coordinators only of producers that have something open. */
async function judged(cluster: WireCluster, places: readonly TopicPartition[]) {
  const { producers, problems } = await activeProducers(cluster, places)
  const open = producers.filter(({ openSinceOffset }) => openSinceOffset !== null)
  const producerIds = [...new Set(open.map(({ producerId }) => producerId))]
  const known = producerIds.length === 0 ? null : await listTransactions(cluster, { producerIds })
  return {
    producers: judgeProducers(producers, known?.transactions ?? [], Date.now()),
    problems: told([...problems, ...(known?.problems ?? [])]),
  }
}

function told(problems: readonly KafkaClientError[]): string[] {
  return [...new Set(problems.map(explainError))]
}

function noSuchTransaction(place: { topic: string; partition: number; openSinceOffset: bigint }): ProblemError {
  const { what, why, remedy } = texts.procedures.noTransaction
  return new ProblemError('NOT_FOUND', {
    what,
    why: why(place.partition, place.topic, place.openSinceOffset),
    remedy,
  })
}
