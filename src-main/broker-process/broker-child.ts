import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import {
  readBrokerMessage,
  type FailedMessage,
  type ReadyMessage,
  type StatsMessage,
} from '../../broker/control/messages.ts'
import type { BrokerProgram, StartBrokerProgram } from './broker-program.ts'
import { localProperties } from './local-properties.ts'

export interface BrokerChildOptions {
  /** Absolute path of the broker's program. */
  readonly program: string
  readonly startProgram: StartBrokerProgram
  readonly dataDirectory: string
  readonly nodeId: number
  readonly port: number
  /** A `server.properties`, where more has to be said than a command line may show; otherwise null. */
  readonly configurationPath: string | null
  /** Each line that the broker writes, as it stands. */
  readonly onLogLine: (line: string) => void
  /** What the broker tells of itself while it works, without time and level. */
  readonly onNews: (text: string) => void
  readonly onStats: (stats: StatsMessage) => void
}

export interface BrokerEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** What the broker said about its end, if anything. */
  readonly failure: FailedMessage | null
}

/** One run of the broker's program, from its start to its end. */
export interface BrokerChild {
  readonly processId: number
  /** Settles when clients can connect; rejects with BrokerEndedError when the process ends before. */
  readonly ready: Promise<ReadyMessage>
  /** Settles when the process is gone, whatever ended it; never rejects. */
  readonly ended: Promise<BrokerEnd>
  /** Asks for an orderly stop; kills the process when it has not ended in time. */
  stop(timeLimitMs: number): Promise<BrokerEnd>
}

/** The broker's process ended before it was ready. */
export class BrokerEndedError extends Error {
  override readonly name = 'BrokerEndedError'
  readonly end: BrokerEnd

  constructor(end: BrokerEnd) {
    super(end.failure?.text ?? `The broker ended with ${end.signal ?? `exit code ${end.exitCode}`}.`)
    this.end = end
  }
}

/** Starts the broker in a process of its own, which does not outlive this one. */
export function startBrokerChild(options: BrokerChildOptions): BrokerChild {
  const { program, startProgram, dataDirectory, nodeId, port, configurationPath } = options
  const place = ['--data', dataDirectory, '--port', String(port)]
  const configuration = configurationPath === null ? [] : ['--config', configurationPath]
  const properties = [...localProperties, ['node.id', String(nodeId)]].flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ])
  const child = startProgram(program, ['start', ...place, ...configuration, ...properties, '--parent-channel'])
  for (const stream of child.outputs) forwardLines(stream, options.onLogLine)
  const { ready, failure } = listen(child, options)
  const ended = endOf(child, failure)
  const readyOrEnded = Promise.race([ready, ended.then((end) => Promise.reject(new BrokerEndedError(end)))])
  // Who only waits for the end must not be brought down by what did not become ready.
  readyOrEnded.catch(() => {})
  return {
    get processId() {
      return child.processId() ?? -1
    },
    ready: readyOrEnded,
    ended,
    stop: (timeLimitMs) => stop({ child, ended, timeLimitMs }),
  }
}

interface Listening {
  readonly ready: Promise<ReadyMessage>
  readonly failure: { last: FailedMessage | null }
}

function listen(child: BrokerProgram, options: BrokerChildOptions): Listening {
  const failure: Listening['failure'] = { last: null }
  const ready = new Promise<ReadyMessage>((resolve) => {
    child.onMessage((value) => {
      const message = readBrokerMessage(value)
      if (message?.kind === 'ready') resolve(message)
      else if (message?.kind === 'stats') options.onStats(message)
      else if (message?.kind === 'log') options.onNews(message.text)
      else if (message?.kind === 'failed') failure.last = message
    })
  })
  return { ready, failure }
}

// How long after the end of the process its last words may still be under way through the pipes.
const LAST_WORDS_MS = 200

function endOf(child: BrokerProgram, failure: Listening['failure']): Promise<BrokerEnd> {
  const drained = Promise.allSettled(child.outputs.map((stream) => finished(stream)))
  return new Promise((resolve) => {
    child.onEnd((end) => {
      if (end.startError !== undefined) {
        const text = `The broker's program could not be started: ${end.startError.message}`
        resolve({ exitCode: null, signal: null, failure: { kind: 'failed', reason: 'internal', text } })
        return
      }
      const { exitCode, signal } = end
      const tell = () => {
        clearTimeout(timer)
        resolve({ exitCode, signal, failure: failure.last })
      }
      // A pipe that a grandchild holds open must not delay the news.
      const timer = setTimeout(tell, LAST_WORDS_MS)
      void drained.then(tell)
    })
  })
}

function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine)
}

interface Stop {
  readonly child: BrokerProgram
  readonly ended: Promise<BrokerEnd>
  readonly timeLimitMs: number
}

async function stop({ child, ended, timeLimitMs }: Stop): Promise<BrokerEnd> {
  if (child.isConnected()) child.send({ kind: 'stop' })
  else child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs)
  try {
    return await ended
  } finally {
    clearTimeout(killer)
  }
}
