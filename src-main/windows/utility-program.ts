import type { Readable } from 'node:stream'
import { utilityProcess } from 'electron'

/** What the kernel says of a process that a signal has ended is the number of the signal. */
const SIGNALS: Readonly<Record<number, NodeJS.Signals>> = { 6: 'SIGABRT', 9: 'SIGKILL', 11: 'SIGSEGV', 15: 'SIGTERM' }

/**
 * Starts a program of ours on Node in a process of its own that is no plain Node: the executable has lost that ability, so that nobody
 * makes it run other code. Chromium ends such a process with this one.
 */
export function startUtilityProgram(program: string, args: readonly string[]) {
  const child = utilityProcess.fork(program, [...args], { stdio: 'pipe', serviceName: 'Brokkr broker' })
  let isGone = false
  child.once('exit', () => (isGone = true))
  return {
    processId: () => child.pid,
    outputs: [child.stdout, child.stderr].filter((stream): stream is Readable => stream !== null),
    isConnected: () => !isGone,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    send: (message: unknown) => child.postMessage(message),
    kill: (signal: 'SIGTERM' | 'SIGKILL') => {
      if (child.pid !== undefined) process.kill(child.pid, signal)
    },
    onMessage: (listener: (message: unknown) => void) => void child.on('message', listener),
    onEnd: (listener: (end: { exitCode: number | null; signal: NodeJS.Signals | null }) => void) => {
      child.once('exit', (code) => {
        const signal = process.platform === 'win32' ? null : (SIGNALS[code] ?? null)
        listener({ exitCode: signal === null ? code : null, signal })
      })
    },
  }
}
