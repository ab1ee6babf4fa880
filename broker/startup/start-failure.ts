import { DirectoryLockedError, DiskError } from '../environment/disk-error.ts'
import type { FailureReason } from '../control/messages.ts'
import { LogStorageError } from '../log/log-errors.ts'

/** The broker cannot start, or cannot go on; the message is the one sentence that a user is told. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/** Errors that mean that what is on disk belongs to another, is damaged or cannot be reached. */
const directoryErrors: ReadonlySet<string> = new Set([
  'DiskError',
  'LogDirectoryError',
  'MetadataStorageError',
  'CorruptBatchError',
  'LogStorageError',
])

interface Circumstances {
  readonly dataDirectory: string
  readonly listeners: readonly { readonly host: string; readonly port: number }[]
}

/** What went wrong during a start, as one sentence with what to do about it. */
export function asStartFailure(error: unknown, { dataDirectory, listeners }: Circumstances): StartFailure {
  if (error instanceof StartFailure) return error
  const code = error instanceof Error && 'code' in error ? error.code : null
  const listen = addressOf(error, listeners)
  if (error instanceof DirectoryLockedError) {
    const holder = error.holderPid === null ? 'another process' : `another broker (process id ${error.holderPid})`
    const text = `The data directory ${dataDirectory} is locked by ${holder}. Stop it, or choose another with --data.`
    return new StartFailure('directoryLocked', text, error)
  }
  if (code === 'EADDRINUSE') {
    const text = `Port ${listen.port} on ${listen.host} is taken by another program. Stop it, or choose another port with --port.`
    return new StartFailure('portTaken', text, error)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartFailure('configuration', `${listen.host} is no address of this machine.`, error)
  }
  if (code === 'EACCES' && !(error instanceof DiskError)) {
    const text = `This user may not listen on port ${listen.port}. Choose one above 1023 with --port.`
    return new StartFailure('configuration', text, error)
  }
  if (error instanceof Error && directoryErrors.has(error.name)) {
    const text = `The data directory ${dataDirectory} cannot be used: ${reasonOf(error)}`
    return new StartFailure('directoryUnreadable', text, error)
  }
  const text = error instanceof Error ? error.message : String(error)
  return new StartFailure('internal', `The broker could not start: ${text}`, error)
}

/** Which listener the system complains about; it gives address and port where it has them. */
function addressOf(error: unknown, listeners: Circumstances['listeners']): Circumstances['listeners'][number] {
  const port = error instanceof Error && 'port' in error ? error.port : null
  return listeners.find((listener) => listener.port === port) ?? listeners[0] ?? { host: '', port: 0 }
}

/** What the system's names mean to the owner of a data directory. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'is a file, not a directory. Choose another with --data.'],
  ['ENOTDIR', 'lies below something that is no directory. Choose another with --data.'],
  ['EACCES', 'may not be read or written by this user. Change its permissions, or choose another with --data.'],
  ['EPERM', 'may not be read or written by this user. Change its permissions, or choose another with --data.'],
  ['EROFS', 'is on a file system that is mounted read-only. Choose another directory with --data.'],
  ['ENOSPC', 'is on a disk that is full. Free some space, or choose another directory with --data.'],
])

function reasonOf(error: Error): string {
  if (error instanceof LogStorageError) {
    return error.code === 'ENOSPC'
      ? `${error.message} Free some space, or choose another directory with --data. (ENOSPC)`
      : error.message
  }
  const meaning = error instanceof DiskError ? meanings.get(error.code) : undefined
  return error instanceof DiskError && meaning !== undefined
    ? `${error.path} ${meaning} (${error.code})`
    : error.message
}
