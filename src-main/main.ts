import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import { app, BrowserWindow, dialog, session, type Session } from 'electron'
import { hashOfOpened } from './api/deep-link.ts'
import { startBackEnd, type BackEnd } from './back-end.ts'
import { dataDirectory } from './settings/data-directory.ts'
import { InstanceRunningError } from './settings/instance-lock.ts'
import { readDesktopCommandLine } from './transport/command-line.ts'
import { contentSecurityPolicy } from './transport/content-security-policy.ts'
import { serveMessagePort } from './transport/message-ports.ts'
import { serveAppProtocol } from './windows/app-protocol.ts'
import { denyPermissions, openConsoleWindow, showPlace } from './windows/console-window.ts'
import { giveBackMemory } from './windows/give-back-memory.ts'
import { systemKeychain } from './windows/keychain.ts'
import { setApplicationMenu } from './windows/menu.ts'
import { answerPortRequests } from './windows/port-requests.ts'
import { updater } from './windows/updater.ts'
import { startUtilityProgram } from './windows/utility-program.ts'

// The desktop host: serves the console to windows of its own, in Electron's main process.

const commandLine = readDesktopCommandLine(process.argv.slice(1))
const directory = dataDirectory({ asked: commandLine.dataDirectory, userData: app.getPath('userData') })
app.setPath('userData', directory)
// macOS hands over the link that the application was started for before it is ready.
let linkOfSystem: string | undefined
app.once('open-url', (_event, address) => (linkOfSystem = address))
app.once('open-file', (_event, path) => (linkOfSystem = path))

// The back end waits for sockets and disks, and what computes is in the data worker: here memory is worth more than speed.
v8.setFlagsFromString('--optimize-for-size')

if (app.requestSingleInstanceLock()) void app.whenReady().then(start, fail)
else app.quit()

/** The first screen has been drawn by then, and nobody has done anything on it yet. */
const SETTLED_AFTER_MS = 3000

async function start(): Promise<void> {
  let backEnd: BackEnd
  let showLink: (link: string) => void = () => undefined
  try {
    backEnd = await startBackEnd({
      application: { version: app.getVersion(), host: 'desktop', dataDirectory: directory },
      report: (message) => process.stderr.write(`brokkr: ${message}\n`),
      chooseDirectory,
      openLink: (link) => showLink(link),
      systemLanguages: app.getPreferredSystemLanguages(),
      keychain: systemKeychain(),
      updater,
      startBrokerProgram: startUtilityProgram,
    })
  } catch (error) {
    fail(error)
    return
  }
  endInOrder(backEnd)
  surviveSurprises()
  // What Chromium keeps for its pages stands apart from what is the user's.
  const pageSession = session.fromPath(join(directory, 'browser'))
  serveAppProtocol(pageSession, {
    folder: fileURLToPath(new URL('../renderer', import.meta.url)),
    headers: {
      'Content-Security-Policy': contentSecurityPolicy({ connectTo: "'self'" }),
      'X-Content-Type-Options': 'nosniff',
    },
  })
  denyPermissions(pageSession)
  setApplicationMenu()
  answerPortRequests((port) => serveMessagePort(port, backEnd.services))
  showLink = (link) => showConsoleWindow(pageSession, link)
  showConsoleWindow(pageSession, linkOfSystem ?? commandLine.link)
  setTimeout(giveBackMemory, SETTLED_AFTER_MS).unref()
  app.on('open-url', (_event, address) => showLink(address))
  app.on('open-file', (_event, path) => showLink(path))
  app.on('second-instance', (_event, argv, workingDirectory) =>
    showConsoleWindow(pageSession, readDesktopCommandLine(argv.slice(1), workingDirectory).link),
  )
  app.on('activate', () => showConsoleWindow(pageSession, undefined))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

/** Brings the window to the front, or opens it; at the place that a link names, where there is one. */
function showConsoleWindow(pageSession: Session, link: string | undefined): void {
  const hash = link === undefined ? '' : hashOfOpened(link)
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) {
    openConsoleWindow({ dataDirectory: directory, session: pageSession, hash })
    return
  }
  if (hash !== '') showPlace(window, hash)
  if (window.isMinimized()) window.restore()
  window.focus()
}

async function chooseDirectory(title: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ title, properties: ['openDirectory'] })
  return canceled ? null : (filePaths[0] ?? null)
}

/** The application quits when its broker has stopped; its windows are gone from the screen at once. */
function endInOrder(backEnd: BackEnd): void {
  let isEnded = false
  let isEnding = false
  app.on('before-quit', (event) => {
    if (isEnded) return
    event.preventDefault()
    if (isEnding) return
    isEnding = true
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    const quit = () => {
      isEnded = true
      app.quit()
    }
    backEnd[Symbol.asyncDispose]().then(quit, quit)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

/** A call that goes wrong in a way that nobody foresaw must not take the others, and the local cluster, with it. */
function surviveSurprises(): void {
  process.on('unhandledRejection', (error) => {
    process.stderr.write(`brokkr: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  })
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`brokkr: ${message}\n`)
  // Where nobody looks at a screen there is nobody to close a dialog either.
  if (error instanceof InstanceRunningError) dialog.showErrorBox('Brokkr is already running', message)
  app.exit(1)
}
