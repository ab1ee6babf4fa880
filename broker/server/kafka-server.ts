import type { Socket } from 'node:net'
import type { Clock } from '../environment/clock.ts'
import type { Answer, ClientConnection, Refusal } from '../handlers/client-connection.ts'
import type { Principal } from '../security/principal.ts'
import type { RateWindows } from '../security/quotas/sampled-rate.ts'
import { SaslAuthenticator } from '../security/sasl/sasl-authenticator.ts'
import type { TlsListener } from '../security/tls/tls-listener.ts'
import { Admission, type AdmissionRates } from './admission.ts'
import { ConnectionLimits, type ConnectionLimitSettings } from './connection-limits.ts'
import { Connection, type ConnectionOwner } from './connection.ts'
import { RequestMemory } from './request-memory.ts'
import { ListeningSocket, type ListenerOptions } from './listening-socket.ts'

/** What can be set anew while the server runs. */
export interface ServerLimits extends ConnectionLimitSettings, AdmissionRates {}

export interface KafkaServerOptions extends ConnectionLimitSettings {
  readonly listeners: readonly ListenerOptions[]
  /** `socket.request.max.bytes` */
  readonly maxRequestBytes: number
  /** `queued.max.request.bytes`; Infinity for no limit. */
  readonly maxQueuedBytes: number
  /** `connections.max.idle.ms`; negative means never. */
  readonly maxIdleMs: number
  readonly clock: Clock
  /** `max.connection.creation.rate`, and the windows that it is measured in. */
  readonly maxCreationRate: number
  readonly rateWindows: RateWindows
  /** How long a new connection from that address has to be held and then closed; 0 when it is welcome (KIP-612). */
  readonly connectionThrottleMs?: (address: string) => number
  serve(frame: Uint8Array, connection: ClientConnection): Answer | Promise<Answer>
  /** A line for the log. */
  onRefused(clientHost: string, refusal: Refusal): void
}

export interface ServerCounters {
  readonly connections: number
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
}

interface Newcomer {
  readonly listener: ListenerOptions
  readonly principal: Principal
  readonly owner: ConnectionOwner
}

/** Nobody needs longer for a TLS handshake, whatever may be idle for how long afterwards. */
const maxHandshakeMs = 30_000

/** The listeners for Kafka clients: owns their connections and ends them. */
export class KafkaServer {
  readonly #options: KafkaServerOptions
  readonly #listeners: readonly ListeningSocket[]
  readonly #limits: ConnectionLimits
  readonly #admission: Admission
  readonly #connections = new Set<Connection>()
  readonly #requestMemory: RequestMemory
  #nextConnectionId = 1
  #requests = 0
  #closedBytesIn = 0
  #closedBytesOut = 0
  #cancelSweep: () => void = () => {}

  constructor(options: KafkaServerOptions) {
    this.#options = options
    const { clock, rateWindows, connectionThrottleMs = () => 0 } = options
    this.#requestMemory = new RequestMemory(options.maxQueuedBytes)
    this.#limits = new ConnectionLimits(options)
    this.#admission = new Admission({
      limits: this.#limits,
      rates: options,
      clock,
      rateWindows,
      holdMs: connectionThrottleMs,
      onRefused: (clientHost, reason) => options.onRefused(clientHost, { reason, isUnexpected: false }),
      onExcess: () => this.#closeLongestIdle(),
    })
    const handshakeTimeoutMs = options.maxIdleMs < 0 ? maxHandshakeMs : Math.min(maxHandshakeMs, options.maxIdleMs)
    this.#listeners = options.listeners.map((listener) => {
      const owner = this.#ownerFor(listener)
      return new ListeningSocket(
        listener,
        { handshakeTimeoutMs },
        {
          admit: (socket, proceed) => this.#admission.offer(socket, listener.name, proceed),
          onReady: (socket, principal) => this.#serve(socket, { listener, principal, owner }),
          onRefused: (clientHost, refusal) => options.onRefused(clientHost, refusal),
        },
      )
    })
  }

  /** @returns the ports listened on, in the order of the listeners. @throws the system's error. */
  async listen(): Promise<readonly number[]> {
    const ports: number[] = []
    for (const listener of this.#listeners) ports.push(await listener.listen())
    this.#scheduleSweep()
    return ports
  }

  /** From now on it goes by these; where there are too many connections, those go that were used least recently. */
  follow(limits: ServerLimits): void {
    this.#limits.follow(limits)
    for (let excess = this.#limits.excess; excess > 0; excess -= 1) this.#closeLongestIdle()
    this.#admission.follow(limits)
  }

  /** The next connections to that listener are shown these certificates. */
  renewTls(listenerName: string, tls: TlsListener): void {
    this.#listeners.find(({ options }) => options.name === listenerName)?.renewTls(tls)
  }

  /** No more connections and requests; those being served have `graceMs` to be answered. */
  async close(graceMs: number): Promise<void> {
    this.#cancelSweep()
    const closed = Promise.all(this.#listeners.map((listener) => listener.close()))
    for (const connection of this.#connections) connection.stop()
    this.#admission.close()
    const timer = this.#options.clock.setTimer(graceMs, () => {
      for (const connection of this.#connections) connection.destroy()
    })
    await closed
    timer.cancel()
  }

  get counters(): ServerCounters {
    let bytesIn = this.#closedBytesIn
    let bytesOut = this.#closedBytesOut
    for (const connection of this.#connections) {
      bytesIn += connection.bytesIn
      bytesOut += connection.bytesOut
    }
    return { connections: this.#connections.size, requests: this.#requests, bytesIn, bytesOut }
  }

  #serve(socket: Socket, { listener, principal, owner }: Newcomer): void {
    const sasl = listener.sasl === null ? null : new SaslAuthenticator(listener.sasl, this.#options.clock)
    this.#connections.add(new Connection(socket, { id: this.#nextConnectionId++, principal, sasl }, owner))
  }

  #ownerFor(listener: ListenerOptions): ConnectionOwner {
    const { maxRequestBytes, clock } = this.#options
    return {
      listenerName: listener.name,
      maxRequestBytes,
      requestMemory: this.#requestMemory,
      serve: (frame, from) => {
        this.#requests += 1
        return this.#options.serve(frame, from)
      },
      onRefused: (from, refusal) => this.#options.onRefused(from.clientHost, refusal),
      onClosed: (from) => this.#forget(from),
      monotonicMs: () => clock.monotonic(),
      setTimer: (delayMs, action) => {
        const timer = clock.setTimer(delayMs, action)
        return () => timer.cancel()
      },
    }
  }

  /** Makes room for a connection that had to be taken: of the others, the one goes that was used least recently. */
  #closeLongestIdle(): void {
    const isProtected = new Set(this.#options.listeners.filter((each) => each.isProtected).map(({ name }) => name))
    let longest: Connection | null = null
    for (const connection of this.#connections) {
      if (isProtected.has(connection.listenerName) || connection.isDestroyed) continue
      if (longest === null || connection.lastActiveMs < longest.lastActiveMs) longest = connection
    }
    longest?.destroy()
  }

  #forget(connection: Connection): void {
    this.#closedBytesIn += connection.bytesIn
    this.#closedBytesOut += connection.bytesOut
    this.#connections.delete(connection)
  }

  /** One timer for all connections: closes those on which nothing has happened for too long. */
  #scheduleSweep(): void {
    const { maxIdleMs, clock } = this.#options
    if (maxIdleMs < 0) return
    const timer = clock.setTimer(Math.max(100, Math.min(30_000, maxIdleMs / 2)), () => {
      const idleSince = clock.monotonic() - maxIdleMs
      for (const connection of this.#connections) if (connection.isIdleSince(idleSince)) connection.destroy()
      this.#scheduleSweep()
    })
    this.#cancelSweep = () => timer.cancel()
  }
}
