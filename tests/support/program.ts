import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What a stop waits for a clean end before it kills; two minutes unless said otherwise. */
  readonly stopTimeoutMs?: number
}

export interface ProgramEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A program that runs beside the test, and ends with the test's scope or with the test's process. */
export interface Program extends AsyncDisposable {
  readonly pid: number
  /** Everything written so far, standard output and standard error in the order of arrival. */
  output(): string
  /** The match of the first line, past or future, that matches; rejects when the program ends or time runs out. */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>
  /** Sends the signal and waits for the end; kills what does not end in time. */
  stop(signal?: NodeJS.Signals): Promise<ProgramEnd>
  /** Settles when the program has ended, whatever ended it. */
  readonly ended: Promise<ProgramEnd>
}

// A test process that ends early must not leave its programs behind.
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program without a shell; its standard input is closed. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Program> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(child, 'spawn')
  running.add(child)
  const ended = once(child, 'close').then(([code, signal]): ProgramEnd => ({ code, signal }))
  void ended.finally(() => running.delete(child))
  const output = collectOutput(child)
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => stopChild(child, { ended, signal, ...options })
  return {
    pid: child.pid ?? fail(`${command} has no process id.`),
    output: output.text,
    waitForLine: (pattern, timeoutMs = 120_000) => waitForLine({ output, ended, pattern, timeoutMs }),
    stop,
    ended,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

interface Output {
  text(): string
  onChange(listener: () => void): () => void
}

function collectOutput(child: ChildProcess): Output {
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const listener of listeners) listener()
    })
  }
  return {
    text: () => text,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

interface Wait {
  readonly output: Output
  readonly ended: Promise<ProgramEnd>
  readonly pattern: RegExp
  readonly timeoutMs: number
}

async function waitForLine({ output, ended, pattern, timeoutMs }: Wait): Promise<RegExpMatchArray> {
  const { promise, resolve, reject } = Promise.withResolvers<RegExpMatchArray>()
  const look = () => {
    for (const line of output.text().split('\n')) {
      const match = line.match(pattern)
      if (match) return resolve(match)
    }
  }
  const giveUp = (why: string) => reject(new Error(`${why} before a line matched ${pattern}:\n${output.text()}`))
  const forget = output.onChange(look)
  const timer = setTimeout(() => giveUp(`${timeoutMs} ms passed`), timeoutMs)
  void ended.then(({ code, signal }) => giveUp(`The program ended (${signal ?? code})`))
  look()
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    forget()
  }
}

interface Stop {
  readonly ended: Promise<ProgramEnd>
  readonly signal: NodeJS.Signals
  readonly stopTimeoutMs?: number
}

async function stopChild(child: ChildProcess, { ended, signal, stopTimeoutMs = 120_000 }: Stop): Promise<ProgramEnd> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  const end = await ended
  clearTimeout(killer)
  return end
}

function fail(message: string): never {
  throw new Error(message)
}
