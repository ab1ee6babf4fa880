import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOfDeepLink } from './api/deep-link.ts'
import { startBackEnd, type BackEnd } from './back-end.ts'
import { dataDirectory, DataDirectoryError } from './settings/data-directory.ts'
import { InstanceRunningError } from './settings/instance-lock.ts'
import { readCommandLine, usage, type ConsoleOptions } from './transport/command-line.ts'
import { openBrowser } from './transport/open-browser.ts'
import { PortTakenError, startWebHost, type WebHost } from './transport/web-host.ts'

// The browser host: serves the console on plain Node.

const isBuilt = extname(fileURLToPath(import.meta.url)) === '.js'
const root = new URL(isBuilt ? '../../' : '../', import.meta.url)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`brokkr: ${line}\n`)
}

async function main(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2))
  if (commandLine.kind === 'help') process.stdout.write(usage)
  else if (commandLine.kind === 'wrong') {
    complain(`${commandLine.why} Run with --help for the options.`)
    process.exitCode = 2
  } else await run(commandLine.options)
}

/** A call that goes wrong in a way that nobody foresaw must not take the others, and the local cluster, with it. */
function surviveSurprises(): void {
  process.on('unhandledRejection', (error) =>
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  )
}

async function run(options: ConsoleOptions): Promise<void> {
  const folder = fileURLToPath(new URL('out/renderer', root))
  if (!existsSync(folder)) {
    complain(`${folder} is missing. Run 'npm run build' in Brokkr's folder first.`)
    process.exitCode = 1
    return
  }
  let backEnd: BackEnd | undefined
  let pageAddress = ''
  const open = (address: string): void => {
    say(`Brokkr is ready at ${address}`)
    if (options.opensBrowser) openBrowser(address)
  }
  try {
    backEnd = await startBackEnd({
      application: applicationFacts(options),
      report: complain,
      openLink: (link) => open(pageAddress + hashOfDeepLink(link)),
      systemLanguages: [Intl.DateTimeFormat().resolvedOptions().locale],
    })
    const host = await startWebHost({ port: options.port, folder, services: backEnd.services })
    endOnSignal(host, backEnd)
    surviveSurprises()
    pageAddress = host.address
    open(options.link === undefined ? pageAddress : pageAddress + hashOfDeepLink(options.link))
  } catch (error) {
    await backEnd?.[Symbol.asyncDispose]()
    if (!isForUser(error)) throw error
    complain(error.message)
    process.exitCode = 1
  }
}

/** Whether the message alone says what to do. */
function isForUser(error: unknown): error is Error {
  return error instanceof PortTakenError || error instanceof InstanceRunningError || error instanceof DataDirectoryError
}

function applicationFacts(options: ConsoleOptions) {
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  return {
    version: manifest.version,
    host: 'browser',
    dataDirectory: dataDirectory({ asked: options.dataDirectory }),
  } as const
}

/** Ends in order on Ctrl+C, `kill`, a closed terminal and the end of `npm start`; a second signal ends at once. */
function endOnSignal(host: WebHost, backEnd: BackEnd): void {
  let isEnding = false
  const end = async () => {
    if (isEnding) process.exit(130)
    isEnding = true
    await host[Symbol.asyncDispose]()
    await backEnd[Symbol.asyncDispose]()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end())
  // `npm start` holds the other end of a channel, which closes when it disappears.
  process.on('disconnect', () => void end())
}

await main()
