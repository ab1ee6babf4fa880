/** `npm start`: builds when needed, then opens the console as a desktop app or serves it to the browser. */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { endWithNpm } from '../bin/end-with-npm.js'
import { isBuildFresh } from './build-freshness.ts'
import { desktopEnvironment, findDesktopRuntime, missingDisplay, sandboxFlags } from './desktop-runtime.ts'

const ROOT = join(import.meta.dirname, '..')

/** Signals closer together than this come from one press of Ctrl+C. */
const ONE_KEYSTROKE_MS = 500

const USAGE = `Opens Brokkr: as a desktop app where that is possible, and otherwise in the browser.

Usage: npm start -- [options]

  --browser     serve the console to the browser
  --port N      with --browser: the port to listen on, on 127.0.0.1 (a free one unless given)
  --no-open     with --browser: print the address, and leave the browser alone
  --desktop     open the desktop app, or fail and say why
  --data DIR    keep settings and the local cluster in DIR
  --help        print this
`

interface Wish {
  readonly host: 'browser' | 'desktop' | 'any'
  readonly port: string | undefined
  readonly data: string | undefined
  readonly open: boolean
}

async function start(args: readonly string[]): Promise<void> {
  const wish = readWish(args)
  if (wish === 'help') return void process.stdout.write(USAGE)
  const desktop = wish.host === 'browser' ? undefined : await planDesktop(wish)
  if (typeof desktop === 'string' && wish.host === 'desktop') refuse(`The desktop app cannot be opened: ${desktop}.`)
  build()
  if (typeof desktop === 'string') say(`Serving the console to the browser: ${desktop}.`)
  if (typeof desktop === 'object') return become(desktop)
  return become(planBrowser(wish))
}

function readWish(args: readonly string[]): Wish | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  const browser = values.browser || values.port !== undefined || values['no-open']
  if (browser && values.desktop) refuse('--desktop excludes --browser, --port and --no-open.')
  if (values.port !== undefined && !isPort(values.port)) {
    refuse(`--port is '${values.port}': give a number from 0 to 65535, where 0 means any free port.`)
  }
  return {
    host: browser ? 'browser' : values.desktop ? 'desktop' : 'any',
    port: values.port,
    data: values.data,
    open: !values['no-open'],
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean', default: false },
        desktop: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    return refuse(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly stdio: StdioOptions
  /** The command stands in a process group of its own, where the terminal's signals do not reach it. */
  readonly ownGroup: boolean
}

/** The command that opens the desktop app, or why it cannot be opened. */
async function planDesktop(wish: Wish): Promise<Command | string> {
  const noDisplay = missingDisplay()
  if (noDisplay !== undefined) return noDisplay
  const runtime = await findDesktopRuntime(say)
  if (runtime.executable === undefined) return runtime.reason
  const flags = sandboxFlags()
  if (flags.length > 0) say("Running as root: Chromium's sandbox does not work for root and is switched off.")
  // The app's own arguments follow the app's folder; what stands before it is for Chromium.
  const data = wish.data === undefined ? [] : ['--data', wish.data]
  return {
    file: runtime.executable,
    args: [...flags, ROOT, ...data],
    stdio: ['ignore', 'inherit', 'inherit'],
    ownGroup: false,
  }
}

function planBrowser({ port, data, open }: Wish): Command {
  return {
    file: process.execPath,
    args: [
      join(ROOT, 'out/web/web.js'),
      ...(port === undefined ? [] : ['--port', port]),
      ...(data === undefined ? [] : ['--data', data]),
      ...(open ? [] : ['--no-open']),
    ],
    // The channel closes when this process disappears, however it disappears: the host ends itself then.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ownGroup: process.platform !== 'win32',
  }
}

function build(): void {
  if (isBuildFresh()) return
  say('Building …')
  const { status } = spawnSync(process.execPath, ['--run', 'build'], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) refuse('The build failed; its own words stand above.')
}

/**
 * Runs the command in this process's place: passes signals on, and ends as it ends.
 *
 * A second signal tells the console to end without tidying up, so that one Ctrl+C must arrive once, although the
 * terminal sends it to its whole foreground group. The browser host stands outside of that group and is sent signals
 * from here; it notices by its channel when this process is gone. Electron, which has no such channel, stays in the
 * group, dies with it, and is not sent again what the terminal has sent it.
 */
function become({ file, args, stdio, ownGroup }: Command): void {
  let child: ChildProcess | null = null
  let forwardedAt = -Infinity
  const forward = (signal: NodeJS.Signals) => {
    if (performance.now() - forwardedAt < ONE_KEYSTROKE_MS) return
    forwardedAt = performance.now()
    child?.kill(signal)
  }
  process.on('SIGINT', () => {
    if (ownGroup || !process.stdin.isTTY) forward('SIGINT')
  })
  process.on('SIGTERM', forward)
  process.on('SIGHUP', forward)
  endWithNpm(() => forward('SIGTERM'))
  process.on('exit', () => child?.kill())
  // A fast child may be up, and signals for it on their way, before this process is given the processor again.
  child = spawn(file, args, { stdio, detached: ownGroup, env: desktopEnvironment() })
  child.on('error', (error) => refuse(`${file} could not be started: ${error.message}.`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    // Nothing handles the signal any more: it ends this process in the way in which it ended the child.
    process.removeAllListeners()
    process.kill(process.pid, signal)
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function refuse(message: string): never {
  process.stderr.write(`${message.trimEnd()}\n`)
  process.exit(1)
}

await start(process.argv.slice(2))
