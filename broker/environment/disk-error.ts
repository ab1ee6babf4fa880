/** A call to the file system that failed. `code` is the system's name, such as `ENOSPC`, `EIO` or `ENOENT`. */
export class DiskError extends Error {
  override readonly name = 'DiskError'
  readonly code: string
  readonly path: string

  constructor(code: string, path: string, message: string) {
    super(message)
    this.code = code
    this.path = path
  }
}

/** The directory is in use by another living process. */
export class DirectoryLockedError extends Error {
  override readonly name = 'DirectoryLockedError'
  readonly path: string
  /** Process id of the holder, null when it is not known. */
  readonly holderPid: number | null

  constructor(path: string, holderPid: number | null) {
    const holder = holderPid === null ? 'another process' : `the process with id ${holderPid}`
    super(`${path} is locked by ${holder}. Stop it, or choose another data directory.`)
    this.path = path
    this.holderPid = holderPid
  }
}

/** Makes a DiskError of what Node threw; anything that is not a system error stays what it is. */
export function diskErrorFrom(error: unknown, path: string): Error {
  if (!(error instanceof Error)) return new DiskError('UNKNOWN', path, String(error))
  if ('code' in error && 'syscall' in error && typeof error.code === 'string') {
    return new DiskError(error.code, path, error.message)
  }
  return error
}
