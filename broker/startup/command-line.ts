import { parseArgs } from 'node:util'
import { StartFailure } from './start-failure.ts'

export interface StartOptions {
  /** As given: not yet absolute. */
  readonly data: string | null
  readonly host: string | null
  readonly port: number | null
  /** Path of a `server.properties`. */
  readonly config: string | null
  /** `name=value` each; stronger than the file. */
  readonly set: readonly string[]
  readonly parentChannel: boolean
  /** The id that the cluster of the directory must have, and that a new one gets. */
  readonly clusterId?: string | null
  /** The release of Apache Kafka, such as 4.3, whose features a new cluster gets. */
  readonly releaseVersion?: string | null
}

export type Command = { readonly kind: 'start'; readonly options: StartOptions } | { readonly kind: 'help' }

export const usage = `brokkr broker: a Kafka-compatible broker in one process, with Apache Kafka's own storage format.

Usage:
  brokkr broker start --data DIR [options]

Options:
  --data DIR            Where topics are kept. An empty or missing directory is formatted. Stronger than log.dirs.
  --port N              The port for clients; 0 picks a free one. Default 9092. Stronger than listeners.
  --host ADDRESS        The address to listen on. Default 127.0.0.1, which only this machine can reach.
  --config FILE         A server.properties with Kafka's own property names, such as num.partitions=3 or
                        log.retention.hours=24. An unknown name is warned about.
  --set NAME=VALUE      One property; may be repeated. Stronger than the file.
  --cluster-id ID       The id of a new cluster. A directory of another cluster is refused.
  --release-version V   Format with the features of Apache Kafka V: 4.0 (default, which every Kafka 4 opens), 4.1, 4.2
                        or 4.3. A directory that is formatted already keeps its own.
  --parent-channel      End with the process that started this one, and report to it over the child-process channel
                        (standard input, where there is none).
  --help, -h            This text.

The broker prints "Kafka is ready on HOST:PORT" when clients can connect. It stops in order on SIGTERM and SIGINT.
Exit codes: 0 stopped in order, 1 internal error, 2 wrong option or property, 3 the port is taken, 4 another broker
uses the directory, 5 the directory cannot be read or understood.
`

const definitions = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  config: { type: 'string' },
  set: { type: 'string', multiple: true },
  'cluster-id': { type: 'string' },
  'release-version': { type: 'string' },
  'parent-channel': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws StartFailure when the command cannot be understood. */
export function parseCommandLine(words: readonly string[]): Command {
  const { values, positionals } = parse(words)
  const [command, ...rest] = positionals
  if (values.help || command === 'help') return { kind: 'help' }
  if (command === undefined) throw wrong('say what to do: brokkr broker start --data DIR')
  if (command !== 'start') throw wrong(`there is no command '${command}'`)
  if (rest.length > 0) throw wrong(`'${rest.join(' ')}' is no option`)
  return {
    kind: 'start',
    options: {
      data: values.data ?? null,
      host: values.host ?? null,
      port: values.port === undefined ? null : parsePort(values.port),
      config: values.config ?? null,
      set: values.set ?? [],
      parentChannel: values['parent-channel'] ?? false,
      clusterId: values['cluster-id'] ?? null,
      releaseVersion: values['release-version'] ?? null,
    },
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: definitions, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's text goes on, in further lines, with advice that does not apply here.
    const text = error instanceof Error ? error.message : String(error)
    throw wrong(text.split(/\. To specify|\.?\n/)[0] ?? text)
  }
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65535) return port
  throw wrong(`--port takes a number from 0 to 65535, not '${text}'`)
}

function wrong(message: string): StartFailure {
  return new StartFailure('configuration', `${message}. Run 'brokkr broker --help' for all options.`)
}
