import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** The data directory cannot be made or written to. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError'

  constructor(directory: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`The data directory ${directory} cannot be used (${why}). Choose another with --data, or make it writable.`, {
      cause,
    })
  }
}

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

/** Makes the directory where it is missing, readable for its user only. @throws DataDirectoryError when nothing can be written there */
export function makeDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new DataDirectoryError(directory, error)
  }
}
