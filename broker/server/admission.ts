import type { Socket } from 'node:net'
import type { Clock } from '../environment/clock.ts'
import { SampledRate, throttleMs, type RateWindows } from '../security/quotas/sampled-rate.ts'
import { clientAddress } from './client-address.ts'
import type { ConnectionLimits, LimitedListener } from './connection-limits.ts'

/** As many as the system would keep for a listener whose program does not accept them. */
const maxWaiting = 511

export interface AdmittedListener extends LimitedListener {
  /** `max.connection.creation.rate` of this listener alone. */
  readonly maxCreationRate: number
}

/** How fast connections may come, and to whom. */
export interface AdmissionRates {
  /** `max.connection.creation.rate` of all listeners together. */
  readonly maxCreationRate: number
  readonly listeners: readonly AdmittedListener[]
}

export interface AdmissionOptions {
  readonly rates: AdmissionRates
  readonly limits: ConnectionLimits
  readonly clock: Clock
  /** The windows of `max.connection.creation.rate`, which are those of quotas. */
  readonly rateWindows: RateWindows
  /** How long a new connection from that address has to be held and then closed; 0 when it is welcome (KIP-612). */
  readonly holdMs: (address: string) => number
  readonly onRefused: (clientHost: string, reason: string) => void
  /** There are more than `max.connections`, because the protected listener takes its own in any case. */
  readonly onExcess: () => void
}

interface Newcomer {
  readonly socket: Socket
  readonly address: string
  readonly proceed: () => void
  /** When it may come in as far as rates go, by the monotonic clock; null while it has not been counted. */
  welcomeAt: number | null
}

interface Door {
  listener: AdmittedListener
  readonly rate: SampledRate
  waiting: Newcomer[]
  cancelTimer: () => void
}

/**
 * Lets new connections in, listener by listener and in their order. Where `max.connections` is reached, or connections
 * are made too fast, the next one waits at the door without being read, as one that Kafka has not accepted yet; those
 * behind it wait as well. Who breaks a limit of its own address is turned away instead.
 */
export class Admission {
  readonly #options: AdmissionOptions
  #maxCreationRate: number
  readonly #doors: ReadonlyMap<string, Door>
  readonly #rate: SampledRate
  readonly #held = new Set<Socket>()

  constructor(options: AdmissionOptions) {
    this.#options = options
    const { rates, rateWindows } = options
    this.#maxCreationRate = rates.maxCreationRate
    this.#rate = new SampledRate(rateWindows)
    this.#doors = new Map(
      rates.listeners.map((listener) => {
        const rate = new SampledRate(rateWindows)
        return [listener.name, { listener, rate, waiting: [], cancelTimer: () => {} }]
      }),
    )
  }

  /** Calls `proceed` when the connection may be used, which can be at once; never when it is turned away. */
  offer(socket: Socket, listenerName: string, proceed: () => void): void {
    const door = this.#doors.get(listenerName)
    if (door === undefined) throw new Error(`there is no listener ${listenerName}`)
    const address = clientAddress(socket.remoteAddress)
    socket.on('error', () => socket.destroy())
    if (door.waiting.length >= maxWaiting) {
      this.#options.onRefused(`/${address}`, `${maxWaiting} others wait to be let in already`)
      socket.destroy()
      return
    }
    door.waiting.push({ socket, address, proceed, welcomeAt: null })
    this.#open(door)
  }

  /** From now on it goes by these; who waits may find a place. */
  follow({ maxCreationRate, listeners }: AdmissionRates): void {
    this.#maxCreationRate = maxCreationRate
    for (const listener of listeners) {
      const door = this.#doors.get(listener.name)
      if (door !== undefined) door.listener = listener
    }
    this.#openAll()
  }

  close(): void {
    for (const door of this.#doors.values()) {
      door.cancelTimer()
      for (const { socket } of door.waiting) socket.destroy()
      door.waiting = []
    }
    for (const socket of this.#held) socket.destroy()
  }

  #openAll(): void {
    for (const door of this.#doors.values()) this.#open(door)
  }

  /** Lets in whoever may come in now. */
  #open(door: Door): void {
    const { clock, limits } = this.#options
    door.cancelTimer()
    for (;;) {
      const next = door.waiting[0]
      if (next === undefined) return
      if (next.socket.destroyed) {
        door.waiting.shift()
        continue
      }
      const now = clock.monotonic()
      next.welcomeAt ??= now + this.#delayMs(door, now)
      if (now < next.welcomeAt) {
        const timer = clock.setTimer(next.welcomeAt - now, () => this.#open(door))
        door.cancelTimer = () => timer.cancel()
        return
      }
      if (!limits.hasRoom(door.listener)) return
      door.waiting.shift()
      this.#admit(next, door)
    }
  }

  /** Counts a new connection. @returns how long it takes until rates are down to their limits, at most one window */
  #delayMs(door: Door, now: number): number {
    const { rateWindows } = this.#options
    const { isProtected, maxCreationRate: ownLimit } = door.listener
    const rates: readonly (readonly [SampledRate, number])[] = isProtected
      ? [[door.rate, ownLimit]]
      : [
          [this.#rate, this.#maxCreationRate],
          [door.rate, ownLimit],
        ]
    const delays = rates.map(([rate, limit]) => {
      rate.record(1, now)
      return throttleMs(rate, limit, now)
    })
    return Math.min(rateWindows.sizeMs, Math.max(...delays))
  }

  #admit({ socket, address, proceed }: Newcomer, door: Door): void {
    const { limits, clock, holdMs, onRefused, onExcess } = this.#options
    const { listener } = door
    const delayMs = holdMs(address)
    if (delayMs > 0) {
      // It is not let in, so it has not come.
      const now = clock.monotonic()
      door.rate.record(-1, now)
      if (!listener.isProtected) this.#rate.record(-1, now)
      this.#hold(socket, delayMs)
      return
    }
    const reason = limits.take(address, listener.name)
    if (reason !== null) {
      onRefused(`/${address}`, reason)
      socket.destroy()
      return
    }
    socket.once('close', () => {
      limits.release(address, listener.name)
      // A place of one listener may be what another one waits for.
      this.#openAll()
    })
    proceed()
    if (limits.excess > 0) onExcess()
  }

  /** Keeps a client waiting whose address connects too often, so that it does not come back at once. */
  #hold(socket: Socket, delayMs: number): void {
    socket.pause()
    const timer = this.#options.clock.setTimer(delayMs, () => socket.destroy())
    socket.on('close', () => {
      timer.cancel()
      this.#held.delete(socket)
    })
    this.#held.add(socket)
  }
}
