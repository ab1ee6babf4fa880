import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataDirectory } from './settings/data-directory.ts'
import { openInRunning } from './settings/instance-lock.ts'
import { readOpenCommandLine, usageOfOpen, type OpenOptions } from './transport/command-line.ts'
import { findDesktopApp } from './transport/desktop-app.ts'

// The command `brokkr open`: hands a link to the Brokkr that runs, or starts one that opens it.

const isBuilt = extname(fileURLToPath(import.meta.url)) === '.js'
const root = fileURLToPath(new URL(isBuilt ? '../../' : '../', import.meta.url))

async function main(): Promise<void> {
  const commandLine = readOpenCommandLine(process.argv.slice(2))
  if (commandLine.kind === 'help') process.stdout.write(usageOfOpen)
  else if (commandLine.kind === 'wrong') {
    process.stderr.write(`brokkr: ${commandLine.why} Run with --help for the options.\n`)
    process.exitCode = 2
  } else await open(commandLine.options)
}

async function open(options: OpenOptions): Promise<void> {
  for (const directory of placesOfRunning(options.dataDirectory)) {
    const processId = await openInRunning(directory, options.link)
    if (processId === null) continue
    process.stdout.write(`Opened in the Brokkr that runs (process ${processId}).\n`)
    return
  }
  const app = options.host === 'browser' ? 'a browser was asked for' : findDesktopApp(root)
  if (typeof app === 'string' && options.host === 'desktop') {
    process.stderr.write(`brokkr: The desktop app cannot be opened: ${app}.\n`)
    process.exitCode = 1
  } else if (typeof app === 'string') await serve(options)
  else startDesktop(app, options)
}

/** Where a Brokkr may run: where the user says, else where either host works by itself. */
function placesOfRunning(asked: string | undefined): string[] {
  const ofBrowser = dataDirectory({ asked })
  if (asked !== undefined || process.platform !== 'linux') return [ofBrowser]
  const configHome = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  return [join(configHome, 'Brokkr'), ofBrowser]
}

/** The app goes on by itself when this command has ended. */
function startDesktop(app: Exclude<ReturnType<typeof findDesktopApp>, string>, options: OpenOptions): void {
  const data = options.dataDirectory === undefined ? [] : [`--data=${options.dataDirectory}`]
  const args = [...app.args, ...data, `--link=${options.link}`]
  spawn(app.executable, args, { stdio: 'ignore', detached: true }).unref()
}

/** The browser host, in this process. */
async function serve({ link, dataDirectory: asked, opensBrowser }: OpenOptions): Promise<void> {
  const data = asked === undefined ? [] : ['--data', asked]
  process.argv = [process.execPath, 'brokkr', '--link', link, ...data, ...(opensBrowser ? [] : ['--no-open'])]
  await import('./web.ts')
}

await main()
