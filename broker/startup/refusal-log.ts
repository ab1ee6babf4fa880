import type { Clock } from '../environment/clock.ts'
import type { Refusal } from '../handlers/client-connection.ts'
import type { Logger } from './logger.ts'

/** A client that comes back at once, again and again, must not fill the log: one line of a host in this time. */
const quietMs = 10_000

/**
 * Says why connections were ended. The first of a host is said at once; those that follow soon are counted and said together
 * afterwards. What the broker itself did wrong is said each time.
 */
export class RefusalLog {
  readonly #clock: Clock
  readonly #logger: Logger
  /** By host: how many were held back since the line that was written. */
  readonly #heldBack = new Map<string, number>()

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  report(clientHost: string, { reason, isUnexpected }: Refusal): void {
    const text = `Closed the connection of ${clientHost}: ${reason}`
    if (isUnexpected) {
      this.#logger.error(text)
      return
    }
    const heldBack = this.#heldBack.get(clientHost)
    if (heldBack !== undefined) {
      this.#heldBack.set(clientHost, heldBack + 1)
      return
    }
    this.#logger.warn(text)
    this.#heldBack.set(clientHost, 0)
    this.#clock.setTimer(quietMs, () => this.#sayRest(clientHost))
  }

  #sayRest(clientHost: string): void {
    const heldBack = this.#heldBack.get(clientHost) ?? 0
    this.#heldBack.delete(clientHost)
    if (heldBack === 0) return
    this.#logger.warn(`Closed ${heldBack} more connections of ${clientHost} in the last ${quietMs / 1000} seconds`)
  }
}
