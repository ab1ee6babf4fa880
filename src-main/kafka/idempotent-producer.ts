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
  explainError,
  KafkaClientError,
  NotFoundError,
  refuseError,
  RefusedByBrokerError,
  RequestTimedOutError,
} from './kafka-errors.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { retryWhileRefused } from './retry.ts'
import type { WireCluster } from './wire-cluster.ts'

const timeoutMs = 30_000
const retryDelayMs = 200
const patienceMs = 60_000
/** A broker hears of a new topic a moment after the controller: one that it does not know for so long is gone. */
const goneAfterMs = 2000
/** Who waits longer wants to know what for. */
const toldAfterMs = 2000

/** The producer's identity, and the number of the next record of each partition. */
export interface ProducerState {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly sequences: readonly (readonly [partition: number, sequence: number])[]
}

interface Batch {
  readonly records: readonly RecordInput[]
  readonly codec: Codec
  /** Ends the waiting for what cannot be written yet. */
  readonly signal?: AbortSignal
}

interface Sending {
  readonly partition: number
  readonly waiting: Waiting
  readonly signal: AbortSignal | undefined
}

/** What cannot be written yet, since when, and why. */
interface Waiting {
  readonly topic: string
  readonly sinceMs: number
  why: string | null
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
  readonly #topicIds = new Map<string, string>()
  readonly #waiting = new Map<number, Waiting>()

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

  /** A cluster that has only just begun to keep transactions gives ids a moment later. @throws RefusedByBrokerError */
  static async create(cluster: WireCluster): Promise<IdempotentProducer> {
    return retryWhileRefused(async () => {
      const response = await cluster.request({ to: 'any' }, initProducerId, {
        transactionalId: null,
        transactionTimeoutMs: timeoutMs,
        producerId: -1n,
        producerEpoch: -1,
      })
      refuseError({ what: texts.refusals.noProducerId, errorCode: response.errorCode })
      return new IdempotentProducer(cluster, response.producerId, response.producerEpoch)
    })
  }

  /** What is waited for, where that takes long; null: it gets on. */
  get waitingFor(): string | null {
    for (const [partition, { topic, sinceMs, why }] of this.#waiting) {
      if (Date.now() - sinceMs >= toldAfterMs) {
        return texts.refusals.waitingToWrite({ partition, topic, why: why ?? texts.refusals.noAnswerYet })
      }
    }
    return null
  }

  /**
   * Gives the offset of the first record. What fails for the moment is sent again for a minute, or until `signal`.
   * @throws KafkaClientError when it was not written, or nobody can tell; at once when the topic is gone
   */
  async send(topic: string, partition: number, { records, codec, signal }: Batch): Promise<bigint> {
    const baseSequence = this.#sequences.get(partition) ?? 0
    const producer = { producerId: this.#producerId, producerEpoch: this.#producerEpoch, baseSequence }
    const batch = buildBatch(records, { codec, ...producer })
    const waiting: Waiting = { topic, sinceMs: Date.now(), why: null }
    this.#waiting.set(partition, waiting)
    try {
      const offset = await this.#sendUntilWritten(batch, { partition, waiting, signal })
      this.#sequences.set(partition, addSequence(baseSequence, records.length))
      return offset
    } finally {
      this.#waiting.delete(partition)
    }
  }

  async #sendUntilWritten(batch: Buffer, { partition, waiting, signal }: Sending): Promise<bigint> {
    const giveUpAt = waiting.sinceMs + patienceMs
    let goneSinceMs: number | null = null
    for (;;) {
      try {
        return await this.#sendOnce(waiting.topic, partition, batch)
      } catch (error) {
        if (!mayBeRepeated(error) || Date.now() > giveUpAt || signal?.aborted === true) throw error
        goneSinceMs = isUnknownTopic(error) ? (goneSinceMs ?? Date.now()) : null
        if (goneSinceMs !== null && Date.now() - goneSinceMs >= goneAfterMs) throw gone(waiting.topic, error)
        waiting.why = explainError(error)
        await delay(retryDelayMs, undefined, signal && { signal }).catch(() => undefined)
      }
    }
  }

  async #sendOnce(topicName: string, partition: number, records: Buffer): Promise<bigint> {
    const topic = this.#cluster.knownTopic(topicName) ?? (await this.#cluster.topic(topicName))
    const topicId = this.#topicIds.get(topicName)
    if (topicId === undefined) this.#topicIds.set(topicName, topic.topicId)
    else if (topicId !== topic.topicId) throw gone(topicName)
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
    if (outdatedCodes.includes(code)) await this.#cluster.topic(topicName)
    const needs = texts.refusals.rights.onTopic('WRITE', topicName)
    refuseError({ what, errorCode: code, message: written?.errorMessage ?? null, needs })
    return written?.baseOffset ?? -1n
  }
}

/** What is known of the topic is not so any more. */
const outdatedCodes: readonly number[] = [
  errorCode.NOT_LEADER_OR_FOLLOWER,
  errorCode.UNKNOWN_TOPIC_OR_PARTITION,
  errorCode.UNKNOWN_TOPIC_ID,
]

function isUnknownTopic(error: unknown): boolean {
  return (
    error instanceof RefusedByBrokerError &&
    (error.kafkaError.code === errorCode.UNKNOWN_TOPIC_OR_PARTITION ||
      error.kafkaError.code === errorCode.UNKNOWN_TOPIC_ID)
  )
}

function gone(topic: string, cause?: unknown): NotFoundError {
  const { what, why, remedy } = texts.refusals.topicGone
  return new NotFoundError({ what: what(topic), why, remedy }, cause)
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
