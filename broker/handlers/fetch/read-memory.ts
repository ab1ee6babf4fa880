/** Less than that is cheap to make anew; more is rare. */
const minBlockBytes = 64 * 1024
const maxBlockBytes = 4 * 1024 * 1024
const roundingBytes = 256 * 1024
/** Kept for the next reads. */
const maxFreeBytes = 16 * 1024 * 1024

/**
 * Memory that fetches read into, used again and again. Made anew for each answer it would be the greater part of what a
 * fetch costs: pages that the system has to clear, and collections of the whole heap because so much is allocated beside it.
 *
 * Invariant: a block is free only when the socket has taken everything that was in it. Who never gives back loses
 * nothing: the block is collected as any other object.
 */
export class ReadMemory {
  readonly #free: Buffer[] = []
  #freeBytes = 0

  /** What one request borrows. */
  lend(): Loan {
    return new Loan(this)
  }

  take(length: number): Buffer {
    if (length < minBlockBytes || length > maxBlockBytes) return Buffer.allocUnsafe(length)
    const at = this.#free.findIndex((block) => block.length >= length && block.length <= 2 * length)
    const [block] = at < 0 ? [] : this.#free.splice(at, 1)
    if (block === undefined) return Buffer.allocUnsafeSlow(Math.ceil(length / roundingBytes) * roundingBytes)
    this.#freeBytes -= block.length
    return block
  }

  giveBack(block: Buffer): void {
    if (block.length < minBlockBytes || this.#freeBytes + block.length > maxFreeBytes) return
    this.#free.push(block)
    this.#freeBytes += block.length
  }
}

/** The blocks of one request. */
export class Loan {
  readonly #memory: ReadMemory
  #blocks: Buffer[] = []

  constructor(memory: ReadMemory) {
    this.#memory = memory
  }

  /** `length` bytes with anything in them. */
  readonly take = (length: number): Buffer => {
    const block = this.#memory.take(length)
    if (block.length >= minBlockBytes) this.#blocks.push(block)
    return block.subarray(0, length)
  }

  /** Whatever was read into it must not be looked at any more. */
  readonly giveBack = (): void => {
    for (const block of this.#blocks) this.#memory.giveBack(block)
    this.#blocks = []
  }
}
