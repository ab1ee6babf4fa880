import { addSequence } from '../../broker/records/batch-view.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { initProducerId } from '../../broker/protocol/messages/init-producer-id.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import type { Codec } from '../../broker/records/codec.ts'
import type { RecordInput } from '../../broker/records/record.ts'
import { texts } from '../languages/texts.ts'
import {
  ConnectionLostError,
  KafkaClientError,
  refuseError,
  RefusedByBrokerError,
  RequestTimedOutError,
} from './kafka-errors.ts'
import { setTimeout as delay } from 'node:timers/promises'
import type { WireCluster } from './wire-cluster.ts'

const timeoutMs = 30_000
const retryDelayMs = 200
const patienceMs = 60_000

/** The producer's identity, and the number of the next record of each partition. */
export interface ProducerState {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly sequences: readonly (readonly [partition: number, sequence: number])[]
}

/**
 * Writes batches so that each is there once, also when an answer is lost and it is sent again (KIP-98): batches of a
 * partition are numbered, and the broker knows the last ones.
 *
 * Invariant: one batch of a partition is under way at a time; who calls sees to that.
 */
export class IdempotentProducer {
  readonly #cluster: WireCluster
  readonly #producerId: bigint
  readonly #producerEpoch: number
  readonly #sequences = new Map<number, number>()

  private constructor(cluster: WireCluster, producerId: bigint, producerEpoch: number) {
    this.#cluster = cluster
    this.#producerId = producerId
    this.#producerEpoch = producerEpoch
  }

  /** Goes on with the numbers of one before, whose last batches the broker knows. */
  static goOn(cluster: WireCluster, state: ProducerState): IdempotentProducer {
    const producer = new IdempotentProducer(cluster, state.producerId, state.producerEpoch)
    for (const [partition, sequence] of state.sequences) producer.#sequences.set(partition, sequence)
    return producer
  }

  get state(): ProducerState {
    return {
      producerId: this.#producerId,
      producerEpoch: this.#producerEpoch,
      sequences: [...this.#sequences],
    }
  }

  /** @throws RefusedByBrokerError */
  static async create(cluster: WireCluster): Promise<IdempotentProducer> {
    const response = await cluster.request({ to: 'any' }, initProducerId, {
      transactionalId: null,
      transactionTimeoutMs: timeoutMs,
      producerId: -1n,
      producerEpoch: -1,
    })
    refuseError({ what: texts.refusals.noProducerId, errorCode: response.errorCode })
    return new IdempotentProducer(cluster, response.producerId, response.producerEpoch)
  }

  /** Gives the offset of the first record. @throws KafkaClientError when it was not written, or nobody can tell */
  async send(
    topic: string,
    partition: number,
    { records, codec }: { readonly records: readonly RecordInput[]; readonly codec: Codec },
  ): Promise<bigint> {
    const baseSequence = this.#sequences.get(partition) ?? 0
    const producer = { producerId: this.#producerId, producerEpoch: this.#producerEpoch, baseSequence }
    const batch = buildBatch(records, { codec, ...producer })
    const giveUpAt = Date.now() + patienceMs
    for (;;) {
      try {
        const offset = await this.#sendOnce(topic, partition, batch)
        this.#sequences.set(partition, addSequence(baseSequence, records.length))
        return offset
      } catch (error) {
        if (!mayBeRepeated(error) || Date.now() > giveUpAt) throw error
        await delay(retryDelayMs)
      }
    }
  }

  async #sendOnce(topicName: string, partition: number, records: Buffer): Promise<bigint> {
    const topic = this.#cluster.knownTopic(topicName) ?? (await this.#cluster.topic(topicName))
    const leader = topic.partitions.find((each) => each.partition === partition)?.leader ?? null
    const what = texts.refusals.messagesNotWritten(partition, topicName)
    if (leader === null) {
      await this.#cluster.topic(topicName)
      throw new RefusedByBrokerError({ what, errorCode: errorCode.LEADER_NOT_AVAILABLE })
    }
    const route = { to: 'broker', nodeId: leader, timeoutMs: timeoutMs + 5000 } as const
    const response = await this.#cluster.request(route, produce, {
      acks: -1,
      timeoutMs,
      topicData: [{ name: topic.name, topicId: topic.topicId, partitionData: [{ index: partition, records }] }],
    })
    const written = response.responses[0]?.partitionResponses[0]
    const code = written?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR
    if (code === errorCode.NOT_LEADER_OR_FOLLOWER) await this.#cluster.topic(topicName)
    const needs = texts.refusals.rights.onTopic('WRITE', topicName)
    refuseError({ what, errorCode: code, message: written?.errorMessage ?? null, needs })
    return written?.baseOffset ?? -1n
  }
}

/** Its number makes a batch that comes twice be written once. */
function mayBeRepeated(error: unknown): boolean {
  if (error instanceof RefusedByBrokerError) return error.kafkaError.retriable
  return (
    error instanceof ConnectionLostError ||
    error instanceof RequestTimedOutError ||
    (error instanceof KafkaClientError && error.code === 'UNREACHABLE')
  )
}
