import type { Socket } from 'node:net'
import type { Answer, ClientConnection, Lending, Refusal } from '../handlers/client-connection.ts'
import { FrameSplitter } from '../protocol/frame.ts'
import { anonymous, type Principal } from '../security/principal.ts'
import type { SaslAuthenticator } from '../security/sasl/sasl-authenticator.ts'
import { clientAddress } from './client-address.ts'
import { RequestShare, type RequestMemory } from './request-memory.ts'

/** Who a connection is; everything else is its owner's. */
export interface ConnectionIdentity {
  readonly id: number
  /** Whose certificate the client has shown; `User:ANONYMOUS` without one. */
  readonly principal: Principal
  /** Null where the listener does not ask by SASL. */
  readonly sasl: SaslAuthenticator | null
}

/** What the connections of a listener need from the server that owns them; one for all, because there may be thousands. */
export interface ConnectionOwner {
  readonly listenerName: string
  readonly maxRequestBytes: number
  readonly requestMemory: RequestMemory
  /** Serves one request. A promise parks the connection: the next request waits until it is settled. */
  serve(frame: Uint8Array, connection: ClientConnection): Answer | Promise<Answer>
  /** A broken frame, a refused request: worth a line in the log. */
  onRefused(connection: Connection, refusal: Refusal): void
  onClosed(connection: Connection): void
  monotonicMs(): number
  /** Runs `action` in so many milliseconds, unless the function given back is called before. */
  setTimer(delayMs: number, action: () => void): () => void
}

/**
 * One client's connection.
 *
 * Invariants: at most one request is being served at a time, so that answers leave in the order of their requests.
 * While one is served, or while the peer does not read what it was sent, no more than a chunk of further input is
 * taken from the socket: the rest waits in the kernel, and so at the sender.
 */
export class Connection implements ClientConnection {
  readonly id: number
  readonly clientHost: string
  readonly clientAddress: string
  readonly listenerName: string
  readonly sasl: SaslAuthenticator | null
  clientSoftware: { readonly name: string; readonly version: string } | null = null
  bytesIn = 0
  bytesOut = 0
  /** When something last happened here, and when a request began to arrive that is not whole yet. */
  #lastActiveMs: number
  #arrivingSinceMs: number | null = null
  readonly #openedMs: number
  readonly #certified: Principal
  readonly #socket: Socket
  readonly #owner: ConnectionOwner
  readonly #splitter: FrameSplitter
  readonly #share: RequestShare
  /** Whole requests that wait for the one being served; they came with it in one chunk. */
  #waiting: Uint8Array[] = []
  /** Null while nobody has asked: most connections are idle. */
  #onEnd: Set<() => void> | null = null
  #serving = false
  #draining = false
  /** Ends the pause of a client that has used more than its quota; null when there is none. */
  #endThrottle: (() => void) | null = null
  #closed = false
  #stopping = false

  constructor(socket: Socket, { id, principal, sasl }: ConnectionIdentity, owner: ConnectionOwner) {
    this.id = id
    this.clientAddress = clientAddress(socket.remoteAddress)
    this.clientHost = `/${this.clientAddress}`
    this.listenerName = owner.listenerName
    this.#socket = socket
    this.#owner = owner
    this.#certified = principal
    this.sasl = sasl
    // Before the client has shown who it is, it gets no more memory than the exchange needs.
    this.#splitter = new FrameSplitter(Math.min(owner.maxRequestBytes, sasl?.maxReceiveBytes ?? Infinity))
    this.#share = new RequestShare(owner.requestMemory)
    this.#openedMs = owner.monotonicMs()
    this.#lastActiveMs = this.#openedMs
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('drain', () => this.#onDrain())
    socket.on('close', () => this.#onClosed())
    // A reset peer is no event for the log: 'close' follows and does the work.
    socket.on('error', () => socket.destroy())
  }

  /** Whether a request is being served or its answer has not left yet. */
  get busy(): boolean {
    return this.#serving || this.#draining || this.#endThrottle !== null
  }

  get principal(): Principal {
    return this.sasl === null ? this.#certified : (this.sasl.identity?.principal ?? anonymous)
  }

  /**
   * Whether the client has kept this connection for nothing since then: silent, not reading, at one and the same
   * request, or without saying who it is. A request that is parked here, one that nobody has memory for, or a pause that
   * it was told to make, is no fault of its client.
   */
  isIdleSince(timeMs: number): boolean {
    if (this.#serving || this.#endThrottle !== null || this.#share.isWaiting) return false
    if (this.sasl !== null && this.sasl.identity === null && this.#openedMs < timeMs) return true
    return this.#lastActiveMs < timeMs || (this.#arrivingSinceMs !== null && this.#arrivingSinceMs < timeMs)
  }

  /** When something last happened here, by the monotonic clock. */
  get lastActiveMs(): number {
    return this.#lastActiveMs
  }

  onEnd(callback: () => void): () => void {
    if (this.#closed || this.#stopping) callback()
    else (this.#onEnd ??= new Set()).add(callback)
    return () => this.#onEnd?.delete(callback)
  }

  /** Takes no further request, and closes once the one being served is answered. */
  stop(): void {
    this.#stopping = true
    this.#socket.pause()
    this.#announceEnd()
    if (!this.#serving) this.#socket.destroySoon()
  }

  /** Whether it has been ended; it is heard to close a moment later. */
  get isDestroyed(): boolean {
    return this.#socket.destroyed
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #onData(chunk: Buffer): void {
    this.bytesIn += chunk.byteLength
    this.#lastActiveMs = this.#owner.monotonicMs()
    try {
      const frames = this.#splitter.push(chunk)
      this.#noteArrival(frames.length > 0)
      this.#waiting.push(...frames)
    } catch (error) {
      this.#refuse({ reason: error instanceof Error ? error.message : String(error), isUnexpected: false })
      return
    }
    this.#proceed()
  }

  /** A stream of requests may never pause between two of them; each is a new arrival all the same. */
  #noteArrival(anyIsWhole: boolean): void {
    const { pendingBytes, arrivingBytes } = this.#splitter
    if (anyIsWhole) {
      this.#arrivingSinceMs = null
      this.#share.arrived()
    }
    if (pendingBytes > 0) this.#arrivingSinceMs ??= this.#lastActiveMs
    if (arrivingBytes > 0) this.#share.begin(arrivingBytes, () => this.#goOn())
  }

  #onDrain(): void {
    this.#draining = false
    this.#goOn()
  }

  /** After a time in which nothing could be read, so that the next request could not go on arriving either. */
  #goOn(): void {
    this.#lastActiveMs = this.#owner.monotonicMs()
    if (this.#arrivingSinceMs !== null) this.#arrivingSinceMs = this.#lastActiveMs
    this.#proceed()
  }

  /** Serves whole frames until one is parked, the peer reads too slowly, or none is left. */
  #proceed(): void {
    let served = 0
    // Answers to requests that came together leave together.
    this.#socket.cork()
    while (!this.busy && !this.#closed && !this.#stopping) {
      const frame = this.#waiting[served]
      if (frame === undefined) break
      served += 1
      this.#serve(frame)
    }
    this.#socket.uncork()
    if (this.sasl !== null && this.sasl.identity !== null) this.#splitter.maxFrameBytes = this.#owner.maxRequestBytes
    if (served > 0) this.#waiting = this.#waiting.slice(served)
    if (this.#closed) return
    if (!this.#serving && this.#waiting.length === 0) this.#share.served()
    const hasMore = this.#waiting.length > 0 || this.#splitter.pendingBytes > 0
    if ((this.busy && hasMore) || this.#share.isWaiting) this.#socket.pause()
    else if (!this.#stopping && this.#socket.isPaused()) this.#socket.resume()
  }

  #serve(frame: Uint8Array): void {
    const answer = this.#owner.serve(frame, this)
    if (!(answer instanceof Promise)) {
      this.#answer(answer)
      return
    }
    this.#serving = true
    answer.then(
      (settled) => this.#finish(settled),
      (error: unknown) => this.#finish({ kind: 'close', reason: String(error), isUnexpected: true }),
    )
  }

  #finish(answer: Answer): void {
    this.#serving = false
    if (this.#closed) {
      drop(answer)
      return
    }
    this.#lastActiveMs = this.#owner.monotonicMs()
    // While the request was parked nothing was read, so the next one could not go on arriving.
    if (this.#arrivingSinceMs !== null) this.#arrivingSinceMs = this.#lastActiveMs
    this.#answer(answer)
    if (this.#stopping) this.#socket.destroySoon()
    else this.#proceed()
  }

  #answer(answer: Answer): void {
    if (this.#closed) {
      drop(answer)
      return
    }
    if (answer.kind === 'close') {
      this.#write(answer.chunks ?? [])
      this.#refuse(answer)
      return
    }
    if (answer.throttleMs !== undefined && answer.throttleMs > 0) this.#throttle(answer.throttleMs)
    if (answer.kind === 'none') return
    this.#draining = !this.#write(answer.chunks, answer.lending) && this.#socket.writableNeedDrain
  }

  /** @returns whether the kernel took all of it. */
  #write(chunks: readonly Uint8Array[], lending?: Lending): boolean {
    const socket = this.#socket
    let flushed = true
    // Corked writes leave in one writev, whose pieces are the records as they were read: nothing is joined.
    socket.cork()
    for (const [index, chunk] of chunks.entries()) {
      this.bytesOut += chunk.byteLength
      const isLast = index === chunks.length - 1
      flushed = isLast && lending !== undefined ? socket.write(chunk, ending(lending)) : socket.write(chunk)
    }
    socket.uncork()
    return flushed
  }

  #throttle(delayMs: number): void {
    this.#endThrottle = this.#owner.setTimer(delayMs, () => {
      this.#endThrottle = null
      this.#goOn()
    })
  }

  #refuse(refusal: Refusal): void {
    this.#owner.onRefused(this, refusal)
    this.#closed = true
    // What was answered before still leaves; a peer that does not take it is cut off by the idle sweep.
    this.#socket.pause()
    this.#socket.destroySoon()
  }

  #onClosed(): void {
    this.#closed = true
    this.#share.end()
    this.#endThrottle?.()
    this.#announceEnd()
    this.#owner.onClosed(this)
  }

  #announceEnd(): void {
    const callbacks = this.#onEnd ?? []
    this.#onEnd = null
    for (const callback of callbacks) callback()
  }
}

/** Of a write that has failed nobody knows whether the system is done with its bytes. */
function ending(lending: Lending): (error?: Error | null) => void {
  return (error) => {
    if (error === undefined || error === null) lending.giveBack()
    else lending.abandon()
  }
}

/** An answer that comes too late. */
function drop(answer: Answer): void {
  if (answer.kind === 'send') answer.lending?.giveBack()
}
