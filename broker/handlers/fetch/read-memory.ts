import type { Lending } from '../client-connection.ts'

/** Less than that is cheap to make anew; more is rare. */
const minBlockBytes = 64 * 1024
const maxBlockBytes = 4 * 1024 * 1024
const roundingBytes = 256 * 1024
/** Kept for the next reads. */
const maxFreeBytes = 16 * 1024 * 1024
/** What all answers under way may hold together. */
const maxLentBytes = 128 * 1024 * 1024
/** What one answer may hold even then; a batch that is larger comes alone. */
const minAnswerBytes = 64 * 1024

/**
 * Memory that fetches read into, used again and again. Made anew for each answer it would be the greater part of what a
 * fetch costs: pages that the system has to clear, and collections of the whole heap because so much is allocated beside it.
 *
 * Invariants: a block is free only when the socket has taken everything that was in it. All loans together hold no more
 * than `maxLentBytes`, and a small answer more for each client: clients that ask for much and do not read it make the
 * answers of all smaller, but cannot take the broker's memory.
 */
export class ReadMemory {
  readonly #free: Buffer[] = []
  #freeBytes = 0
  #lentBytes = 0

  /** How large an answer may be now: half of what is left, so that something is left for the next one. */
  get answerLimitBytes(): number {
    return Math.max(minAnswerBytes, Math.floor((maxLentBytes - this.#lentBytes) / 2))
  }

  /** What one request borrows. */
  lend(): Loan {
    return new Loan(this)
  }

  take(length: number): Buffer {
    const block = this.#find(length)
    this.#lentBytes += block.length
    return block
  }

  giveBack(block: Buffer): void {
    this.forget(block)
    if (block.length < minBlockBytes || this.#freeBytes + block.length > maxFreeBytes) return
    this.#free.push(block)
    this.#freeBytes += block.length
  }

  /** Of a block that is not to be used again. */
  forget(block: Buffer): void {
    this.#lentBytes -= block.length
  }

  #find(length: number): Buffer {
    if (length < minBlockBytes || length > maxBlockBytes) return Buffer.allocUnsafe(length)
    const at = this.#free.findIndex((block) => block.length >= length && block.length <= 2 * length)
    const [block] = at < 0 ? [] : this.#free.splice(at, 1)
    if (block === undefined) return Buffer.allocUnsafeSlow(Math.ceil(length / roundingBytes) * roundingBytes)
    this.#freeBytes -= block.length
    return block
  }
}

/** The blocks of one request. */
export class Loan implements Lending {
  readonly #memory: ReadMemory
  #blocks: Buffer[] = []

  constructor(memory: ReadMemory) {
    this.#memory = memory
  }

  /** `length` bytes with anything in them. */
  readonly take = (length: number): Buffer => {
    const block = this.#memory.take(length)
    this.#blocks.push(block)
    return block.subarray(0, length)
  }

  giveBack(): void {
    for (const block of this.#blocks) this.#memory.giveBack(block)
    this.#blocks = []
  }

  abandon(): void {
    for (const block of this.#blocks) this.#memory.forget(block)
    this.#blocks = []
  }
}
