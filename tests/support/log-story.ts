import { SeededRandom } from '../../broker/environment/seeded-random.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import { buildEndTransactionMarker } from '../../broker/records/control-records.ts'

/** What happens to a log, one after the other; `crash` is a restart that trusts nothing. */
export type LogStep =
  | {
      readonly kind: 'append'
      readonly origin: 'client' | 'coordinator'
      readonly leaderEpoch: number
      readonly bytes: Buffer
    }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'roll' | 'retention' | 'restart' | 'crash' | 'compact' }

export const storyStart = 1_700_000_000_000

interface Producer {
  readonly id: bigint
  epoch: number
  sequence: number
  isInTransaction: boolean
}

/**
 * A random story of 400 steps that is the same for the same seed: records with and without keys, tombstones, headers, idempotent
 * producers with new epochs, transactions, rolls, retention, restarts, crashes and compaction. Nothing in it is compressed, for what a
 * codec makes of the same bytes changes from release to release.
 */
export function logStory(seed: number, cleanupPolicy: 'delete' | 'compact'): LogStep[] {
  return new Story(new SeededRandom(seed), cleanupPolicy === 'compact').tell()
}

class Story {
  readonly #random: SeededRandom
  readonly #isCompacted: boolean
  readonly #producers: Producer[] = [1n, 2n, 3n, 4n].map((id) => ({
    id,
    epoch: 0,
    sequence: 0,
    isInTransaction: false,
  }))

  constructor(random: SeededRandom, isCompacted: boolean) {
    this.#random = random
    this.#isCompacted = isCompacted
  }

  tell(): LogStep[] {
    return Array.from({ length: 400 }, (_, index) => this.#step(index))
  }

  #step(index: number): LogStep {
    const chance = this.#random.integer(100)
    if (chance < 3) return { kind: 'roll' }
    if (chance < 6) return { kind: 'advance', ms: this.#random.integer(3000) }
    if (chance < 8) return { kind: 'restart' }
    if (chance < 10) return { kind: 'crash' }
    if (chance < 15) return { kind: this.#isCompacted ? 'compact' : 'retention' }
    const open = this.#producers.filter(({ isInTransaction }) => isInTransaction)
    const producer = open[this.#random.integer(Math.max(open.length, 1))]
    if (chance < 27 && producer !== undefined) return this.#endTransaction(producer, index)
    return this.#data(index)
  }

  #endTransaction(producer: Producer, index: number): LogStep {
    producer.isInTransaction = false
    const bytes = buildEndTransactionMarker({
      producerId: producer.id,
      producerEpoch: producer.epoch,
      result: this.#random.integer(2) === 0 ? 'commit' : 'abort',
      coordinatorEpoch: 0,
      timestamp: BigInt(storyStart + index),
    })
    return { kind: 'append', origin: 'coordinator', leaderEpoch: Math.floor(index / 100), bytes }
  }

  #data(index: number): LogStep {
    const records = Array.from({ length: 1 + this.#random.integer(6) }, (_, at) => this.#record(index, at))
    const leaderEpoch = Math.floor(index / 100)
    const chance = this.#random.integer(4)
    const producer = this.#producers[this.#random.integer(4)]
    if (chance === 0 || producer === undefined) {
      return { kind: 'append', origin: 'client', leaderEpoch, bytes: buildBatch(records) }
    }
    if (this.#random.integer(12) === 0 && !producer.isInTransaction) {
      producer.epoch += 1
      producer.sequence = 0
    }
    producer.isInTransaction ||= chance === 3
    const bytes = buildBatch(records, {
      producerId: producer.id,
      producerEpoch: producer.epoch,
      baseSequence: producer.sequence,
      isTransactional: producer.isInTransaction,
    })
    producer.sequence += records.length
    return { kind: 'append', origin: 'client', leaderEpoch, bytes }
  }

  #record(index: number, at: number) {
    const hasKey = this.#isCompacted || this.#random.integer(2) === 0
    const isTombstone = this.#isCompacted && this.#random.integer(6) === 0
    const headers = [
      { key: 'h', value: null },
      { key: 'h', value: Buffer.from('x') },
    ]
    return {
      key: hasKey ? Buffer.from(`k${this.#random.integer(12)}`) : null,
      value: isTombstone ? null : Buffer.alloc(this.#random.integer(600), `v${index}${at}`),
      timestamp: BigInt(storyStart + index * 10 + this.#random.integer(200) - 100),
      headers: this.#random.integer(3) === 0 ? headers : [],
    }
  }
}
