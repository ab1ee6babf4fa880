import { parseArgs } from 'node:util'

export interface ConsoleOptions {
  /** 0: any free port. */
  readonly port: number
  readonly dataDirectory: string | undefined
  readonly opensBrowser: boolean
}

export type CommandLine =
  | { readonly kind: 'run'; readonly options: ConsoleOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string }

export const usage = `Serves Brokkr's console to your browser, on this machine only.

Usage: brokkr console [options]

  --port N     serve on this port of 127.0.0.1; without it any free port is taken
  --data DIR   keep settings and the local cluster in DIR
  --no-open    print the address and open no browser
  --help       print this text
`

/** What the user wrote after the command. */
export function readCommandLine(args: readonly string[]): CommandLine {
  let values: { port?: string; data?: string; 'no-open'?: boolean; browser?: boolean; help?: boolean }
  try {
    values = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean' },
        // `npm start -- --browser` has done its work by the time this program runs.
        browser: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) }
  }
  if (values.help === true) return { kind: 'help' }
  const port = readPort(values.port)
  if (port === null) return { kind: 'wrong', why: `--port takes a number from 1 to 65535, not '${values.port ?? ''}'.` }
  if (values.data?.trim() === '') return { kind: 'wrong', why: '--data takes the path of a directory.' }
  return { kind: 'run', options: { port, dataDirectory: values.data, opensBrowser: values['no-open'] !== true } }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined) return 0
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port >= 1 && port <= 65_535 ? port : null
}
