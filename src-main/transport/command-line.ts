import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isExportFile, readDeepLink } from '../api/deep-link.ts'

export interface ConsoleOptions {
  /** 0: any free port. */
  readonly port: number
  readonly dataDirectory: string | undefined
  readonly opensBrowser: boolean
  /** What is opened at first, as it was written. */
  readonly link: string | undefined
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
  --link L     open the place cluster/topic@partition:offset
  --help       print this text
`

/** What the user wrote after the command. */
export function readCommandLine(args: readonly string[]): CommandLine {
  let values: { port?: string; data?: string; 'no-open'?: boolean; browser?: boolean; link?: string; help?: boolean }
  try {
    values = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean' },
        // `npm start -- --browser` has done its work by the time this program runs.
        browser: { type: 'boolean' },
        link: { type: 'string' },
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
  const { data, link } = values
  return { kind: 'run', options: { port, dataDirectory: data, opensBrowser: values['no-open'] !== true, link } }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined) return 0
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port >= 1 && port <= 65_535 ? port : null
}

export interface DesktopCommandLine {
  readonly dataDirectory: string | undefined
  /** A link (`brokkr://…`) or the path of a file (`….brokkr`) that the system hands over, or what `open` was asked for. */
  readonly link: string | undefined
}

/** What concerns us of the desktop app's command line: switches of Electron and Chromium stand on it, too. */
export function readDesktopCommandLine(
  args: readonly string[],
  workingDirectory: string = process.cwd(),
): DesktopCommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, link: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  })
  const asked = positionals.indexOf('open')
  const file = positionals.find(isExportFile)
  const link =
    positionals.find((each) => each.startsWith('brokkr://')) ??
    (file === undefined ? undefined : resolve(workingDirectory, file)) ??
    (asked === -1 ? undefined : positionals[asked + 1])
  const { data, link: given } = values
  return {
    dataDirectory: typeof data === 'string' ? data : undefined,
    link: typeof given === 'string' ? given : link,
  }
}

export interface OpenOptions {
  readonly link: string
  readonly dataDirectory: string | undefined
  readonly host: 'any' | 'browser' | 'desktop'
  readonly opensBrowser: boolean
}

export const usageOfOpen = `Opens a place of a cluster in Brokkr: in the one that runs, else in the desktop app, else in the browser.

Usage: brokkr open CLUSTER[/TOPIC[@PARTITION[:OFFSET]]] [options]

  --data DIR   the Brokkr that keeps its settings in DIR
  --browser    do not start the desktop app
  --desktop    start the desktop app, or fail and say why
  --no-open    with the browser: print the address and open none
  --help       print this text
`

/** What the user wrote after `brokkr open`. */
export function readOpenCommandLine(
  args: readonly string[],
): { kind: 'run'; options: OpenOptions } | { kind: 'help' } | { kind: 'wrong'; why: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        browser: { type: 'boolean', default: false },
        desktop: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    })
    if (values.help) return { kind: 'help' }
    const [link, ...others] = positionals
    if (link === undefined || others.length > 0) return { kind: 'wrong', why: 'one place is to be opened.' }
    const read = readDeepLink(link)
    if ('why' in read) return { kind: 'wrong', why: read.why }
    const host = values.browser ? 'browser' : values.desktop ? 'desktop' : 'any'
    return { kind: 'run', options: { link, dataDirectory: values.data, host, opensBrowser: !values['no-open'] } }
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) }
  }
}
