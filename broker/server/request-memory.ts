/**
 * The memory in which requests arrive: `queued.max.request.bytes` over all connections together.
 *
 * As in Kafka the last request that is let in may take more than what is left: the limit is at least the size of the
 * largest request, so that one can always arrive. Who finds nothing left waits in line.
 */
export class RequestMemory {
  #availableBytes: number
  readonly #waiting = new Set<() => void>()

  constructor(limitBytes: number) {
    this.#availableBytes = limitBytes
  }

  /** Takes memory for a request that is on its way; false when there is none left. */
  take(bytes: number): boolean {
    if (this.#availableBytes <= 0 || this.#waiting.size > 0) return false
    this.#availableBytes -= bytes
    return true
  }

  /** As soon as there is memory, takes it and calls `proceed`. @returns what takes the place in the line back */
  await(bytes: number, proceed: () => void): () => void {
    const enter = (): void => {
      this.#availableBytes -= bytes
      proceed()
    }
    this.#waiting.add(enter)
    return () => this.#waiting.delete(enter)
  }

  give(bytes: number): void {
    this.#availableBytes += bytes
    for (const enter of this.#waiting) {
      if (this.#availableBytes <= 0) return
      this.#waiting.delete(enter)
      enter()
    }
  }
}

/** What one connection holds of it: for the request that is arriving, and for those that have arrived in pieces. */
export class RequestShare {
  readonly #memory: RequestMemory
  #arrivingBytes = 0
  #arrivedBytes = 0
  #leaveLine: (() => void) | null = null

  constructor(memory: RequestMemory) {
    this.#memory = memory
  }

  /** Whether nothing more may be read because there is no memory for the request under way. */
  get isWaiting(): boolean {
    return this.#leaveLine !== null
  }

  /** Requests have become whole, among them the one that was arriving. */
  arrived(): void {
    this.#arrivedBytes += this.#arrivingBytes
    this.#arrivingBytes = 0
  }

  /** A request of that size has begun to arrive; `proceed` is called later when it has to wait. */
  begin(bytes: number, proceed: () => void): void {
    if (this.#arrivingBytes > 0 || this.isWaiting) return
    if (this.#memory.take(bytes)) {
      this.#arrivingBytes = bytes
      return
    }
    this.#leaveLine = this.#memory.await(bytes, () => {
      this.#leaveLine = null
      this.#arrivingBytes = bytes
      proceed()
    })
  }

  /** What has arrived has been served. */
  served(): void {
    if (this.#arrivedBytes === 0) return
    const bytes = this.#arrivedBytes
    this.#arrivedBytes = 0
    this.#memory.give(bytes)
  }

  end(): void {
    this.#leaveLine?.()
    this.#leaveLine = null
    this.arrived()
    this.served()
  }
}
