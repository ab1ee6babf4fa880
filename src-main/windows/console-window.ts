import { fileURLToPath } from 'node:url'
import { BrowserWindow, nativeTheme, screen, shell, type Session, type WebContents } from 'electron'
import { pageOrigin } from './app-protocol.ts'
import { isVisibleOn, WindowStateFile } from './window-state.ts'

const INITIAL_SIZE = { width: 1320, height: 860 }
const SMALLEST_SIZE = { minWidth: 760, minHeight: 520 }

/** Before the page has drawn itself; the same colours as its themes. */
const BACKGROUND = { dark: '#1a1b1e', light: '#ffffff' }

export interface ConsoleWindowOptions {
  /** Where the window's state is kept. */
  readonly dataDirectory: string
  /** Serves the page. */
  readonly session: Session
  /** What follows the page's address: where the page opens. */
  readonly hash?: string
}

/** Opens the console's window where it was left. */
export function openConsoleWindow({ dataDirectory, session, hash = '' }: ConsoleWindowOptions): BrowserWindow {
  const stateFile = new WindowStateFile(dataDirectory)
  const { bounds, isMaximized } = stateFile.read()
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const place = bounds !== null && isVisibleOn(bounds, areas) ? bounds : INITIAL_SIZE
  const window = new BrowserWindow({
    ...place,
    ...SMALLEST_SIZE,
    show: false,
    title: 'Brokkr',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      session,
      preload: fileURLToPath(new URL('../main/preload.cjs', import.meta.url)),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => stateFile.write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }))
  keepOnPage(window.webContents)
  showPlace(window, hash)
  return window
}

/** Goes to a place of the page; one that is loaded already is not loaded again. */
export function showPlace(window: BrowserWindow, hash: string): void {
  void window.loadURL(`${pageOrigin}/index.html${hash}`)
}

/** The window shows our page and nothing else: links to the web open in the user's browser. */
function keepOnPage(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event, url) => {
    if (url.startsWith(`${pageOrigin}/`)) return
    event.preventDefault()
    openOutside(url)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

function openOutside(address: string): void {
  if (URL.canParse(address) && new URL(address).protocol === 'https:') void shell.openExternal(address)
}

/** The page may write to the clipboard, for its copy buttons; it needs nothing else that a user would be asked for. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isGranted(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission))
}

function isGranted(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}
