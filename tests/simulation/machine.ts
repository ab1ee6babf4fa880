import { setImmediate } from 'node:timers/promises'
import type { Environment } from '../../broker/environment/environment.ts'
import { ManualClock } from '../../broker/environment/manual-clock.ts'
import { MemoryDisk } from '../../broker/environment/memory-disk.ts'
import { SeededRandom } from '../../broker/environment/seeded-random.ts'

/** What every disk operation of a dead process throws. */
class ProcessKilled extends Error {
  override readonly name = 'ProcessKilled'
}

export interface Death {
  /** Of the disk operations from now on, the one that the process does not survive; 0 is the next. */
  readonly atOperation: number
  /** The operation is done in part where it is a write; otherwise not at all. */
  readonly tears: boolean
  readonly cutsPower: boolean
}

/** A computer that can be told when to fail, with one process at a time. Everything on it follows from its seed. */
export class Machine {
  readonly disk: MemoryDisk
  readonly random: SeededRandom
  clock = new ManualClock()
  /** Disk operations since the machine was made. */
  operations = 0
  /** The disk is full, an fsync failed: whatever fails from now on until the next start may have failed because of that. */
  hasFailed = false
  /** Told of each disk operation that happens. */
  watch: (operation: string) => void = () => {}
  #isFull = false
  #death: Death | null = null
  #dyingAt = 0
  #isDead = false

  constructor(seed: number) {
    this.disk = new MemoryDisk({
      now: () => this.clock.now(),
      monotonic: () => this.clock.monotonic(),
      setTimer: (delayMs, action) => this.clock.setTimer(delayMs, action),
      yield: () => this.clock.yield(),
    })
    this.random = new SeededRandom(seed)
    this.disk.onOperation((operation) => {
      this.#count(operation)
    })
  }

  get environment(): Environment {
    return { disk: this.disk, clock: this.clock, random: this.random }
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** Nothing is wrong, and nothing is going to be. */
  get isWell(): boolean {
    return !this.#isDead && !this.hasFailed && this.#death === null
  }

  get isFull(): boolean {
    return this.#isFull
  }

  dieAt(death: Death): void {
    this.#death = death
    this.#dyingAt = this.operations + death.atOperation
  }

  failSyncs(count: number): void {
    this.hasFailed = true
    this.disk.failSyncs(count)
  }

  fillAfter(bytes: number): void {
    this.hasFailed = this.#isFull = true
    this.disk.fillAfter(bytes)
  }

  free(): void {
    this.#isFull = false
    this.disk.fillAfter(Infinity)
  }

  /** Whatever was begun goes on as far as it can without the clock. */
  async settle(): Promise<void> {
    await setImmediate()
  }

  /** Ends the process, dead or alive, and is ready for the next. Says whether the power was cut. */
  async restart(): Promise<{ readonly cutPower: boolean }> {
    // Those that still run do so in vain, and not into the next life.
    const wasDead = this.#isDead
    this.#isDead = true
    await this.settle()
    const cutPower = wasDead && this.#death?.cutsPower === true
    const reorders = this.random.integer(2) === 0
    if (cutPower) this.disk.cutPower(this.random, { reorders, losesNames: this.random.integer(2) === 0 })
    else this.disk.kill()
    this.disk.failSyncs(0)
    this.disk.fillAfter(this.#isFull ? 0 : Infinity)
    this.hasFailed = this.#isFull
    this.clock = new ManualClock(this.clock.now() + 1)
    this.#death = null
    this.#isDead = false
    return { cutPower }
  }

  #count(operation: string): void {
    if (this.#isDead) throw new ProcessKilled('the process is dead')
    const isLast = this.#death !== null && this.operations >= this.#dyingAt
    this.operations += 1
    this.watch(operation)
    if (!isLast) return
    this.#isDead = true
    const length = Number(/^write .* \d+\+(\d+)$/.exec(operation)?.[1] ?? 0)
    if (length === 0 || this.#death?.tears !== true) throw new ProcessKilled(`killed before: ${operation}`)
    // The write ends early with an error, and nobody lives to see it.
    this.disk.fillAfter(this.random.integer(length))
  }
}
