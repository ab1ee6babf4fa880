import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

export interface DataDirectorySources {
  /** As the user wrote it after `--data`, relative to the working directory. */
  readonly asked: string | undefined
  /** What Electron calls `userData`; unknown to the browser host. */
  readonly userData?: string
  readonly environment?: NodeJS.ProcessEnv
  readonly platform?: NodeJS.Platform
}

/**
 * Where Brokkr keeps its settings and the local cluster, as an absolute path: what the user asked for, else Electron's place
 * for user data, else the platform's (XDG Base Directory Specification on Linux).
 */
export function dataDirectory({ asked, userData, ...system }: DataDirectorySources): string {
  if (asked !== undefined) return resolve(asked)
  if (userData !== undefined) return userData
  const environment = system.environment ?? process.env
  const platform = system.platform ?? process.platform
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Brokkr')
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Brokkr')
  // The specification: a relative path in the variable is invalid and to be ignored.
  const dataHome = environment['XDG_DATA_HOME'] ?? ''
  return join(isAbsolute(dataHome) ? dataHome : join(homedir(), '.local', 'share'), 'brokkr')
}
