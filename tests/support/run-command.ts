import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface CommandOptions {
  /** What the command reads on standard input; closed at once when there is nothing. */
  readonly stdin?: string | Uint8Array
  /** The command is killed after this long; three minutes unless said otherwise. */
  readonly timeoutMs?: number
  readonly cwd?: string
  /** Variables on top of those of this process. */
  readonly env?: Readonly<Record<string, string>>
}

export interface CommandEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command without a shell to its end and gives what it printed. @throws when it fails or takes too long */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runToEnd(command, args, options)
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`)
  return stdout
}

/** Runs a command without a shell. One that fails is a result; one that is ended by a signal, or too slow, is an error. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { stdin, timeoutMs = 180_000, cwd, env }: CommandOptions = {},
): Promise<CommandEnd> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  // A command that ends before it has read everything closes the pipe: its exit code says why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  clearTimeout(timer)
  if (code === null) {
    throw new Error(`${command} ${args.join(' ')} ended by ${signal} (limit ${timeoutMs} ms):\n${stdout}${stderr}`)
  }
  return { exitCode: code, stdout, stderr }
}
