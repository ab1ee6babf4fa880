import { SeededRandom } from '../../broker/environment/seeded-random.ts'

/** Choices that are the same for the same seed. */
export class Chance {
  readonly #random: SeededRandom

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
  }

  /** 0 to `bound` - 1. */
  below(bound: number): number {
    return this.#random.integer(bound)
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('There is nothing to choose from.')
    return item
  }

  bytes(length: number): Uint8Array {
    return this.#random.bytes(length)
  }

  bigInt64(): bigint {
    return Buffer.from(this.bytes(8)).readBigInt64LE()
  }
}
