import { createConnection, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { readCorrelationId } from '../../broker/protocol/response-frame.ts'
import type { TlsSecurity } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import { explainSystemError } from './system-errors.ts'
import { formatAddress, type BrokerAddress } from './broker-address.ts'
import { ResponseFrames } from './response-frames.ts'
import type { ResponseMemory } from './response-memory.ts'
import {
  CannotConnectError,
  ConnectionLostError,
  MalformedResponseError,
  RequestTimedOutError,
} from './kafka-errors.ts'

export interface SocketOptions {
  readonly connectTimeoutMs: number
  /** Larger responses end the connection before memory is taken for them. */
  readonly maxResponseBytes: number
  /** Null: nothing is encrypted. */
  readonly tls: TlsSecurity | null
}

export interface Expectation {
  /** For error messages: `Fetch v16`. */
  readonly request: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** What the response is put into; memory of its own when left out. */
  readonly memory?: ResponseMemory | undefined
}

interface PendingResponse {
  readonly memory?: ResponseMemory | undefined
  readonly resolve: (frame: Uint8Array) => void
  readonly reject: (reason: Error) => void
}

/**
 * A TCP connection that carries request and response frames. Requests may be sent before earlier ones are answered;
 * a response finds its request by the correlation id.
 *
 * Invariant: once closed, nothing is pending and nothing is sent. A request that times out closes the connection,
 * since a broker answers in order and whatever comes behind would wait as well.
 */
export class WireSocket {
  readonly address: string
  /** Settles when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #frames: ResponseFrames
  readonly #pending = new Map<number, PendingResponse>()
  #closeReason: Error | null = null
  #lastCorrelationId = 0

  private constructor(address: string, { socket, arrivals }: Opening, options: SocketOptions) {
    this.address = address
    this.#socket = socket
    this.#frames = new ResponseFrames(options.maxResponseBytes, (correlationId, byteCount) => {
      return this.#pending.get(correlationId)?.memory?.take(byteCount) ?? Buffer.allocUnsafeSlow(byteCount)
    })
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    arrivals.listener = (chunk) => this.#receive(chunk)
    socket.on('error', (error) => this.#end(new ConnectionLostError(address, explainSystemError(error), error)))
    socket.on('close', () => this.#end(new ConnectionLostError(address, texts.connections.errors.closedByBroker)))
  }

  /** @throws CannotConnectError */
  static open(to: BrokerAddress, options: SocketOptions): Promise<WireSocket> {
    const address = formatAddress(to)
    const opening = options.tls === null ? connectPlain(to) : connectSecured(to, options.tls)
    const { socket } = opening
    return new Promise((resolve, reject) => {
      const fail = (why: string, cause?: unknown): void => {
        socket.destroy()
        reject(new CannotConnectError(address, why, cause))
      }
      const onError = (error: Error): void => fail(explainFailure(error, options), error)
      socket.setTimeout(options.connectTimeoutMs, () =>
        fail(texts.connections.errors.silent(options.connectTimeoutMs / 1000)),
      )
      socket.once('error', onError)
      socket.once(options.tls === null ? 'connect' : 'secureConnect', () => {
        socket.setTimeout(0)
        socket.off('error', onError)
        resolve(new WireSocket(address, opening, options))
      })
    })
  }

  get isOpen(): boolean {
    return this.#closeReason === null
  }

  /** Open, and no answer is to come, not even one that nobody waits for any more. */
  get isQuiet(): boolean {
    return this.isOpen && this.#pending.size === 0
  }

  nextCorrelationId(): number {
    this.#lastCorrelationId = (this.#lastCorrelationId + 1) % 2 ** 31
    return this.#lastCorrelationId
  }

  /** Sends a request that will have no response; resolves when the system has taken it. */
  async send(chunks: readonly Uint8Array[]): Promise<void> {
    if (this.#closeReason) throw this.#closeReason
    await new Promise<void>((resolve, reject) => {
      this.#write(chunks, (error) => (error ? reject(this.#closeReason ?? error) : resolve()))
    })
  }

  /** Sends a request and waits for the frame that answers it. @throws ConnectionLostError, RequestTimedOutError */
  exchange(correlationId: number, chunks: readonly Uint8Array[], expectation: Expectation): Promise<Uint8Array> {
    if (this.#closeReason) return Promise.reject(this.#closeReason)
    const { signal, timeoutMs, request, memory } = expectation
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    return new Promise((resolve, reject) => {
      const giveUp = (): void => this.#end(new RequestTimedOutError(this.address, request, timeoutMs))
      const timer = setTimeout(giveUp, timeoutMs)
      const settle = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abandon)
      }
      // The response of an abandoned request still comes and has to find its place.
      const abandon = (): void => {
        settle()
        this.#pending.set(correlationId, { resolve: ignore, reject: ignore })
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abandon)
      this.#pending.set(correlationId, {
        memory,
        resolve: (frame) => (settle(), resolve(frame)),
        reject: (reason) => (settle(), reject(reason)),
      })
      this.#write(chunks)
    })
  }

  /** Ends the connection; what is pending fails. */
  close(): void {
    this.#end(new ConnectionLostError(this.address, texts.connections.errors.closedByConsole))
  }

  #write(chunks: readonly Uint8Array[], done?: (error?: Error | null) => void): void {
    const socket = this.#socket
    socket.cork()
    chunks.forEach((chunk, index) => {
      if (index === chunks.length - 1 && done) socket.write(chunk, done)
      else socket.write(chunk)
    })
    socket.uncork()
  }

  /** The chunk's memory is used again when this returns. */
  #receive(chunk: Uint8Array): void {
    try {
      for (const frame of this.#frames.push(chunk)) this.#deliver(frame)
    } catch (error) {
      if (!(error instanceof MalformedBytesError)) throw error
      this.#end(new MalformedResponseError(this.address, texts.kafka.sent(error.message), error))
    }
  }

  #deliver(frame: Uint8Array): void {
    const correlationId = readCorrelationId(frame)
    const pending = this.#pending.get(correlationId)
    if (!pending) throw new MalformedBytesError(texts.kafka.unaskedResponse(correlationId))
    this.#pending.delete(correlationId)
    pending.resolve(frame)
  }

  #end(reason: Error): void {
    if (this.#closeReason) return
    this.#closeReason = reason
    this.#socket.destroy()
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of pending) reject(reason)
  }
}

/** A socket that connects, and who takes what arrives there. */
interface Opening {
  readonly socket: Socket
  readonly arrivals: { listener: (chunk: Uint8Array) => void }
}

const arrivalBytes = 256 * 1024

/** What arrives comes in one piece of memory, over and over: a fresh one for each read would keep the collector busy. */
function connectPlain({ host, port }: BrokerAddress): Opening {
  const arrivals: Opening['arrivals'] = { listener: ignore }
  const callback = (byteCount: number, buffer: Uint8Array): boolean => {
    arrivals.listener(buffer.subarray(0, byteCount))
    return true
  }
  const onread = { buffer: Buffer.allocUnsafeSlow(arrivalBytes), callback }
  return { socket: createConnection({ host, port, noDelay: true, keepAlive: true, onread }), arrivals }
}

function connectSecured({ host, port }: BrokerAddress, tls: TlsSecurity): Opening {
  const arrivals: Opening['arrivals'] = { listener: ignore }
  const socket = connectTls({ host, port, ...tlsOptions(tls, host) })
  socket.setNoDelay(true).setKeepAlive(true)
  socket.once('secureConnect', () => socket.on('data', (chunk: Buffer) => arrivals.listener(chunk)))
  return { socket, arrivals }
}

/** What the system's TLS is told for a connection to `host`. */
export function tlsOptions(tls: TlsSecurity, host: string): ConnectionOptions {
  const { ca, certificate, key, serverName, takesAnyName = false } = tls
  const expected = serverName ?? host
  return {
    // An address is looked for in the certificate, but is never sent as the name of a server (RFC 6066).
    ...(isIP(expected) === 0 ? { servername: expected } : {}),
    ...(ca === null ? {} : { ca }),
    ...(certificate === null ? {} : { cert: certificate }),
    ...(key === null ? {} : { key }),
    ...(takesAnyName ? { checkServerIdentity: () => undefined } : {}),
  }
}

function ignore(): void {}

/** A broker without TLS takes the beginning of a handshake for a broken request. */
function explainFailure(error: Error, { tls }: SocketOptions): string {
  const isClosed = 'code' in error && error.code === 'ECONNRESET'
  return tls !== null && isClosed ? texts.connections.errors.closedInHandshake : explainSystemError(error)
}
