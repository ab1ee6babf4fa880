import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { FrameSplitter } from '../../broker/protocol/frame.ts'
import { decodeResponse, readCorrelationId } from '../../broker/protocol/response-frame.ts'
import type { FuzzedRequest, RequestSource } from './fuzzed-requests.ts'

/** What came of the requests so far. */
export interface FuzzTally {
  sent: number
  answered: number
  /** Connections that the broker has ended, as it should when it cannot read what comes. */
  closed: number
  /** Connections given up because the broker waits: for the rest of a frame, or in a long poll. */
  waiting: number
  /** Answers that break a promise; a few words each. */
  readonly broken: string[]
}

/** Long enough for any answer that is not a long poll, on a machine that is busy. */
const PATIENCE_MS = 3_000

/** Nothing but the end of the connection may come of these: only a broker that hangs takes as long. */
const LOGIN_PATIENCE_MS = 60_000

interface Spending {
  readonly budget: number
  readonly tally: FuzzTally
}

/** Sends pipelined requests over one connection until the broker closes it or `budget` is spent; @returns how many. */
export async function fuzzConnection(
  port: number,
  source: RequestSource,
  { budget, tally }: Spending,
): Promise<number> {
  const socket = await open(port)
  let sent = 0
  try {
    const answers = new Answers(socket)
    while (sent < budget && !answers.isClosed) {
      if (source.wantsNoise()) {
        socket.end(source.noise())
        sent += 1
        break
      }
      const batch = source.nextBatch()
      sent += batch.length
      const bytes = Buffer.concat(batch.map((request) => request.bytes))
      // Of damaged sizes the broker may wait for more. It is told that there is no more, but for the few that look on.
      const isUnclear = batch.some(({ damage }) => damage === 'frame' || damage === 'header')
      if (isUnclear && !source.wantsToWait()) socket.end(bytes)
      else socket.write(bytes)
      if (!(await answers.settle(batch, tally)) || isUnclear) break
    }
  } finally {
    socket.destroy()
    tally.sent += sent
  }
  return sent
}

/** Sends what a listener that asks for a login should, and should not, be sent; it must end the connection. */
export async function fuzzLogin(port: number, source: RequestSource, tally: FuzzTally): Promise<number> {
  const socket = await open(port)
  const requests = source.nextLogin()
  try {
    const closed = once(socket, 'close')
    socket.on('data', () => {
      tally.answered += 1
    })
    socket.end(Buffer.concat(requests))
    const isClosed = await Promise.race([closed.then(() => true), delay(LOGIN_PATIENCE_MS, false, { ref: false })])
    if (isClosed) tally.closed += 1
    else tally.broken.push('a connection without a login was not ended with its client')
  } finally {
    socket.destroy()
    tally.sent += requests.length
  }
  return requests.length
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

class Answers {
  readonly #frames: Uint8Array[] = []
  #wake: () => void = () => undefined
  isClosed = false

  constructor(socket: Socket) {
    const splitter = new FrameSplitter(2 ** 31 - 1)
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(...splitter.push(chunk))
      this.#wake()
    })
    socket.on('close', () => {
      this.isClosed = true
      this.#wake()
    })
  }

  /**
   * Takes the answers to a batch until the last whole request of it is answered; false when the connection is of no
   * more use.
   */
  async settle(batch: readonly FuzzedRequest[], tally: FuzzTally): Promise<boolean> {
    const byId = new Map(batch.map((request) => [request.correlationId, request]))
    const lastWhole = batch.findLast(({ damage }) => damage === 'none')
    const isTraceable = batch.every(({ damage }) => damage === 'none' || damage === 'body')
    let latest = 0
    for (;;) {
      const frame = await this.#next()
      if (frame === 'closed') {
        tally.closed += 1
        return false
      }
      if (frame === 'late') {
        tally.waiting += lastWhole === undefined ? 0 : 1
        return false
      }
      tally.answered += 1
      const id = readCorrelationId(frame)
      const request = byId.get(id)
      if (request === undefined) continue
      if (isTraceable && id < latest) {
        tally.broken.push(`${request.api.name} v${request.version} was answered out of order`)
      }
      latest = id
      if (isTraceable && request.damage === 'none') checkAnswer(request, frame, tally)
      if (request === lastWhole) return true
    }
  }

  async #next(): Promise<Uint8Array | 'closed' | 'late'> {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const frame = this.#frames.shift()
      if (frame !== undefined) return frame
      if (this.isClosed) return 'closed'
      const left = deadline - Date.now()
      if (left <= 0) return 'late'
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}

/** APIs that Apache Kafka, too, answers by UNKNOWN_SERVER_ERROR: what only filters may hold is no ACL. */
const KAFKA_KNOWS_NO_BETTER: ReadonlySet<string> = new Set(['CreateAcls'])

function checkAnswer({ api, version }: FuzzedRequest, frame: Uint8Array, tally: FuzzTally): void {
  try {
    const answer = decodeResponse(api, version, frame)
    if (saysUnknownError(answer) && !KAFKA_KNOWS_NO_BETTER.has(api.name)) {
      tally.broken.push(`${api.name} v${version} was answered by UNKNOWN_SERVER_ERROR`)
    }
  } catch (error) {
    tally.broken.push(`${api.name} v${version} has an answer that cannot be read: ${String(error)}`)
  }
}

function saysUnknownError(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return false
  return Object.entries(value).some(
    ([name, member]) => (name === 'errorCode' && member === -1) || saysUnknownError(member),
  )
}
