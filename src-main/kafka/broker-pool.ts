import { texts } from '../languages/texts.ts'
import { formatAddress, type BrokerAddress } from './broker-address.ts'
import { CannotConnectError, ConnectionLostError, LoginFailedError } from './kafka-errors.ts'
import { WireConnection, type ConnectionOptions } from './wire-connection.ts'

/**
 * What a connection is for. A broker works on one request of a connection at a time, so a fetch that waits for
 * records must not stand before the others.
 */
export type Lane = 'requests' | 'fetching'

interface Failures {
  readonly count: number
  readonly retryAt: number
  readonly error: CannotConnectError | LoginFailedError
}

const firstBackoffMs = 100
const longestBackoffMs = 2000
const loginPauseMs = 60_000

/**
 * Connections by address and lane, opened when they are wanted and forgotten when they end. After a failed attempt
 * the next ones fail at once until the back-off is over, so that a broker that is down costs no waiting. A login that was refused
 * is left alone for long, unless failures are forgotten: to repeat it would lock accounts.
 */
export class BrokerPool {
  readonly #options: ConnectionOptions
  readonly #connections = new Map<string, Promise<WireConnection>>()
  readonly #failures = new Map<string, Failures>()
  readonly #lossListeners = new Set<() => void>()
  #isClosed = false

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** An open connection. @throws CannotConnectError and what opening throws */
  async connect(to: BrokerAddress, lane: Lane): Promise<WireConnection> {
    if (this.#isClosed) throw new ConnectionLostError(formatAddress(to), texts.connections.errors.closedByConsole)
    const key = `${formatAddress(to)} ${lane}`
    const existing = this.#connections.get(key)
    if (existing) return existing
    const opening = this.#open(to)
    this.#connections.set(key, opening)
    const forget = (): void => this.#forget(key, opening)
    const lose = (): void => (forget(), this.#tellLoss())
    opening.then((open) => void open.closed.then(lose), forget)
    return opening
  }

  /** Calls `listener` whenever an open connection has ended. Gives the function that stops it. */
  onLoss(listener: () => void): () => void {
    this.#lossListeners.add(listener)
    return () => this.#lossListeners.delete(listener)
  }

  /** Forgets failures: the next request to each broker tries to connect at once. */
  forgetFailures(): void {
    this.#failures.clear()
  }

  /** Ends the connections on which answers are still to come, and forgets failures. Gives how many are left. */
  async settle(): Promise<number> {
    this.forgetFailures()
    const all = await Promise.allSettled(this.#connections.values())
    const open = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    for (const connection of open) if (!connection.isQuiet) connection.close()
    return open.filter(({ isOpen }) => isOpen).length
  }

  close(): void {
    this.#isClosed = true
    for (const connection of this.#connections.values()) connection.then((open) => open.close()).catch(() => undefined)
    this.#connections.clear()
  }

  async #open(to: BrokerAddress): Promise<WireConnection> {
    const address = formatAddress(to)
    try {
      const failed = this.#failures.get(address)
      if (failed && Date.now() < failed.retryAt) throw failed.error
      const connection = await WireConnection.open(to, this.#options)
      this.#failures.delete(address)
      if (this.#isClosed) connection.close()
      return connection
    } catch (error) {
      this.#noteFailure(address, error)
      throw error
    }
  }

  #noteFailure(address: string, error: unknown): void {
    const earlier = this.#failures.get(address)
    if (error === earlier?.error) return
    if (error instanceof LoginFailedError) {
      this.#failures.set(address, { count: 1, retryAt: Date.now() + loginPauseMs, error })
      return
    }
    if (!(error instanceof CannotConnectError)) return
    const count = (earlier?.count ?? 0) + 1
    const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (count - 1))
    this.#failures.set(address, { count, retryAt: Date.now() + backoffMs, error })
  }

  /** The next request opens a connection again. */
  #forget(key: string, connection: Promise<WireConnection>): void {
    if (this.#connections.get(key) === connection) this.#connections.delete(key)
  }

  #tellLoss(): void {
    if (!this.#isClosed) for (const listener of this.#lossListeners) listener()
  }
}
