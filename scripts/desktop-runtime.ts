import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Electron's runtime, or why there is none. */
export type DesktopRuntime =
  | { readonly executable: string; readonly version: string }
  | { readonly executable?: undefined; readonly reason: string }

const ELECTRON = join(import.meta.dirname, '../node_modules/electron')
const DOWNLOAD_LIMIT_MS = 180_000
const PROBE_LIMIT_MS = 20_000

/** Where the executable stands below the folder of a distribution of Electron. */
function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Why no window can be opened here, or `undefined` where one can. */
export function missingDisplay(): string | undefined {
  if (process.platform !== 'linux') return undefined
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return undefined
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
}

/** What Chromium must be told to start here at all; its sandbox refuses to run as root. */
export function sandboxFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/**
 * What the app is started with. GTK draws nothing of it but dialogs of the system, and would load the drivers of OpenGL to have a look at
 * them: some 30 MB of the idle app where these draw in software. It reads this before any line of the app runs.
 */
export function desktopEnvironment(): NodeJS.ProcessEnv {
  return { GDK_GL: 'disable', ...process.env }
}

/**
 * The runtime of ELECTRON_OVERRIDE_DIST_PATH, or else of the installed package, proven to start.
 *
 * @param announce told, with one line, before a download starts; without it nothing is downloaded
 */
export async function findDesktopRuntime(announce?: (line: string) => void): Promise<DesktopRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const executable = join(override ?? join(ELECTRON, 'dist'), executableName())
  if (existsSync(executable)) return probe(executable)
  if (override) return { reason: `ELECTRON_OVERRIDE_DIST_PATH is ${override}, and ${executable} does not exist` }
  if (!announce) return { reason: "Electron's runtime is not installed (npx install-electron downloads it)" }
  announce("Downloading Electron's runtime, about 120 MB, once …")
  const problem = await download()
  return problem === undefined
    ? probe(executable)
    : { reason: `Electron's runtime could not be downloaded (${problem})` }
}

/** Runs the runtime as plain Node: it fails here, with the loader's own words, where a library of the system is missing. */
async function probe(executable: string): Promise<DesktopRuntime> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['-p', 'process.versions.electron'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      timeout: PROBE_LIMIT_MS,
    })
    return { executable, version: stdout.trim() }
  } catch (error) {
    return { reason: `Electron's runtime does not start here: ${firstLine(error)}` }
  }
}

/** What went wrong, in one line, or `undefined`. */
async function download(): Promise<string | undefined> {
  try {
    await promisify(execFile)(process.execPath, [join(ELECTRON, 'install.js')], { timeout: DOWNLOAD_LIMIT_MS })
    return undefined
  } catch (error) {
    const { killed } = error as { killed?: boolean }
    return killed ? `not done after ${DOWNLOAD_LIMIT_MS / 1000} seconds` : firstLine(error)
  }
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string }
  return (stderr || message || String(error)).trim().split('\n')[0] ?? ''
}
