import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface DesktopApp {
  readonly executable: string
  readonly args: readonly string[]
}

/** How the desktop app of this folder of Brokkr is started, or why it cannot be. */
export function findDesktopApp(root: string, environment: NodeJS.ProcessEnv = process.env): DesktopApp | string {
  const { platform } = process
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'there is no display'
  const folder = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist')
  const executable = join(folder, executableName(platform))
  if (!existsSync(executable)) return `Electron's runtime is not in ${folder}`
  // Chromium's sandbox refuses to run as root.
  const isRoot = platform === 'linux' && process.getuid?.() === 0
  return { executable, args: [...(isRoot ? ['--no-sandbox'] : []), root] }
}

function executableName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}
