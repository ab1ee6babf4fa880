import { OutOfOrderSequenceError } from '../log/log-errors.ts'

/** A producer's first batch of a transaction in a partition. */
export interface TransactionStart {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly sequence: number
  /**
   * Set for clients that raise their epoch with each transaction (KIP-890): each of theirs begins with the sequence 0, also
   * where nothing is known of the producer.
   */
  readonly mustBeginAtZero: boolean
}

interface Expected {
  readonly producerEpoch: number
  readonly lowestSequence: number
  readonly mustBeginAtZero: boolean
}

/** Starts that are never followed by an append are forgotten beyond this many; the oldest first. */
const maxRemembered = 1_000

/**
 * The transactions that producers have tried to begin in a partition, until one of their batches is appended.
 *
 * A client has several batches under way. When the first is refused for the moment, those behind it must not get in,
 * even where the log knows nothing of the producer and would take any sequence: so the lowest one is remembered.
 */
export class TransactionStarts {
  readonly #expected = new Map<bigint, Expected>()

  get isEmpty(): boolean {
    return this.#expected.size === 0
  }

  note({ producerId, producerEpoch, sequence, mustBeginAtZero }: TransactionStart): void {
    const known = this.#expected.get(producerId)
    if (known !== undefined && known.producerEpoch > producerEpoch) return
    const isSameEpoch = known?.producerEpoch === producerEpoch
    const lowestSequence = isSameEpoch ? Math.min(known.lowestSequence, sequence) : sequence
    this.#expected.set(producerId, { producerEpoch, lowestSequence, mustBeginAtZero })
    const [oldest] = this.#expected.keys()
    if (this.#expected.size > maxRemembered && oldest !== undefined) this.#expected.delete(oldest)
  }

  /** `isKnown`: the log has batches of the producer. @throws OutOfOrderSequenceError when an earlier batch is to come first. */
  check({ producerId, sequence }: TransactionStart, isKnown: boolean): void {
    const expected = this.#expected.get(producerId)
    if (expected === undefined) return
    const lowest = expected.mustBeginAtZero && !isKnown ? 0 : expected.lowestSequence
    if (sequence <= lowest) return
    throw new OutOfOrderSequenceError(
      `Producer ${producerId} begins its transaction with the sequence ${sequence}, but ${lowest} comes first.`,
    )
  }

  /** A batch was appended, or the transaction was ended. */
  forget(producerId: bigint): void {
    this.#expected.delete(producerId)
  }

  /**
   * A marker was appended. A marker of the epoch that is only about to begin (a repeated one, where each transaction has an
   * epoch of its own) says nothing about it.
   */
  forgetEnded(marker: {
    readonly producerId: bigint
    readonly producerEpoch: number
    readonly raisesEpoch: boolean
  }): void {
    const { producerId, producerEpoch, raisesEpoch } = marker
    if (raisesEpoch && this.#expected.get(producerId)?.producerEpoch === producerEpoch) return
    this.forget(producerId)
  }
}
