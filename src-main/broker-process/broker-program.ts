import { fork } from 'node:child_process'
import type { Readable } from 'node:stream'

/** The process of a broker's program, as the one that has started it sees it. */
export interface BrokerProgram {
  /** Undefined before there is one. */
  readonly processId: () => number | undefined
  /** Everything that it writes, to standard output and to standard error. */
  readonly outputs: readonly Readable[]
  /** Whether messages still reach it. */
  readonly isConnected: () => boolean
  send(message: unknown): void
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
  onMessage(listener: (message: unknown) => void): void
  /** Told once, when the process is gone, or could not be started. */
  onEnd(listener: (end: ProgramEnd) => void): void
}

export type ProgramEnd =
  | { readonly exitCode: number | null; readonly signal: NodeJS.Signals | null; readonly startError?: undefined }
  | { readonly startError: Error }

/** How a host starts the program: the desktop app as a utility process, every other as a child that is plain Node. */
export type StartBrokerProgram = (program: string, args: readonly string[]) => BrokerProgram

/** The channel between the two processes is also what ends the broker when this process disappears: the kernel closes it. */
export const forkBrokerProgram: StartBrokerProgram = (program, args) => {
  const child = fork(program, args, {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'json',
  })
  return {
    processId: () => child.pid,
    outputs: [child.stdout, child.stderr].filter((stream) => stream !== null),
    isConnected: () => child.connected,
    send: (message) => void child.send(message as object, () => {}),
    kill: (signal) => void child.kill(signal),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => {
      child.once('exit', (exitCode, signal) => listener({ exitCode, signal }))
      child.once('error', (startError) => {
        if (child.pid === undefined) listener({ startError })
      })
    },
  }
}
