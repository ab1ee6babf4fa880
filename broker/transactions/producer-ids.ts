/** Producer ids `first` to `first + size - 1`, none of which anybody else will ever get. */
export interface ProducerIdRange {
  readonly first: bigint
  readonly size: number
}

/**
 * Gives out producer ids, each once in the life of the cluster. They come in ranges, so that only every thousandth
 * costs a metadata record; what is left of a range when the broker ends is never used.
 */
export class ProducerIds {
  readonly #allocate: () => Promise<ProducerIdRange>
  #next = 0n
  #end = 0n
  #pending: Promise<void> | null = null

  /** `allocate` claims a fresh range durably. */
  constructor(allocate: () => Promise<ProducerIdRange>) {
    this.#allocate = allocate
  }

  async next(): Promise<bigint> {
    while (this.#next >= this.#end) {
      this.#pending ??= this.#refill().finally(() => {
        this.#pending = null
      })
      await this.#pending
    }
    const id = this.#next
    this.#next += 1n
    return id
  }

  async #refill(): Promise<void> {
    const { first, size } = await this.#allocate()
    this.#next = first
    this.#end = first + BigInt(size)
  }
}
