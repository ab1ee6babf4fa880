import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../environment/clock.ts'
import type { Answer, ClientConnection, Refusal } from '../handlers/client-connection.ts'
import { Connection } from './connection.ts'

export interface KafkaServerOptions {
  /** Its name in `listeners`, such as PLAINTEXT. */
  readonly listenerName: string
  /** Where to listen; port 0 picks a free one. */
  readonly host: string
  readonly port: number
  /** `socket.request.max.bytes` */
  readonly maxRequestBytes: number
  /** `connections.max.idle.ms`; negative means never. */
  readonly maxIdleMs: number
  /** `max.connections` */
  readonly maxConnections: number
  readonly clock: Clock
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

/** The listener for Kafka clients: owns the connections and ends them. */
export class KafkaServer {
  readonly #options: KafkaServerOptions
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  #nextConnectionId = 1
  #requests = 0
  #closedBytesIn = 0
  #closedBytesOut = 0
  #cancelSweep: () => void = () => {}

  constructor(options: KafkaServerOptions) {
    this.#options = options
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
  }

  /** @returns the port listened on. @throws the system's error, with `code` EADDRINUSE when the port is taken. */
  async listen(): Promise<number> {
    const { host, port } = this.#options
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port, backlog: 511 }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    // Running out of file descriptors must not end the broker: the next client is accepted when one is free again.
    this.#server.on('error', (error) => this.#options.onRefused('/unknown', refused(error.message)))
    this.#scheduleSweep()
    const address = this.#server.address()
    return address === null || typeof address === 'string' ? port : address.port
  }

  /** No more connections and requests; those being served have `graceMs` to be answered. */
  async close(graceMs: number): Promise<void> {
    this.#cancelSweep()
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const connection of this.#connections) connection.stop()
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

  #accept(socket: Socket): void {
    const { listenerName, maxConnections, maxRequestBytes, clock } = this.#options
    if (this.#connections.size >= maxConnections) {
      const reason = `max.connections (${maxConnections}) is reached`
      this.#options.onRefused(`/${socket.remoteAddress ?? 'unknown'}`, refused(reason))
      socket.destroy()
      return
    }
    const connection = new Connection(socket, this.#nextConnectionId++, {
      listenerName,
      maxRequestBytes,
      serve: (frame, from) => {
        this.#requests += 1
        return this.#options.serve(frame, from)
      },
      onRefused: (from, refusal) => this.#options.onRefused(from.clientHost, refusal),
      onClosed: (from) => this.#forget(from),
      monotonicMs: () => clock.monotonic(),
    })
    this.#connections.add(connection)
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
      for (const connection of this.#connections) {
        if (!connection.serving && connection.lastActiveMs < idleSince) connection.destroy()
      }
      this.#scheduleSweep()
    })
    this.#cancelSweep = () => timer.cancel()
  }
}

function refused(reason: string): Refusal {
  return { reason, isUnexpected: false }
}
