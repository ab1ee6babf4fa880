import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** Who holds a lock file. Null as the process: somebody, but the system does not say who. */
export interface LockHolder {
  readonly processId: number | null
}

/**
 * Who holds the lock file at `path`, without taking it or changing the file; null when nobody does, or the file is
 * missing. On Linux the system's list of locks tells, and where it cannot, the file's text. On macOS and Windows the
 * file is opened for a moment as a lock: that it cannot be tells.
 */
export function lockHolder(path: string): LockHolder | null {
  let handle: number
  try {
    handle = openSync(path, constants.O_RDONLY | probeFlags())
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === 'EBUSY' || code === 'EAGAIN' || code === 'EWOULDBLOCK') return { processId: null }
    throw error
  }
  try {
    const named = namedHolder(handle)
    if (process.platform !== 'linux') return named === null ? null : { processId: named }
    const jvm = posixLockHolder(handle)
    if (jvm !== null) return { processId: jvm }
    return named !== null || isFlocked(handle) ? { processId: named } : null
  } finally {
    closeSync(handle)
  }
}

function probeFlags(): number {
  if (process.platform === 'win32') return exclusiveOnWindows
  return process.platform === 'darwin' ? exclusiveOnMac | constants.O_NONBLOCK : 0
}

// Numbers of libuv, which Node passes through without naming them.
export const exclusiveOnWindows = 0x10000000
export const exclusiveOnMac = 0x20

/** The process named in the text of an open lock file, if it still runs. */
export function namedHolder(handle: number): number | null {
  const buffer = Buffer.alloc(64)
  const text = buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, 0))
  const [pidText, started] = text.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  const now = startTime(pid)
  return now === null || started === undefined || started === '-' || now === started ? pid : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When a process started, in ticks since boot (field 22 of /proc/<pid>/stat); null where the system does not tell. */
export function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may hold anything, blanks and parentheses too.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** The process that holds a POSIX (fcntl) lock on the open file, as a JVM does; our own do not count. */
export function posixLockHolder(handle: number): number | null {
  const held = locksOn(handle).find(({ kind, processId }) => kind === 'POSIX' && processId !== process.pid)
  return held?.processId ?? null
}

/** Whether somebody has the open file locked with flock. The command that took the lock may be gone since. */
function isFlocked(handle: number): boolean {
  return locksOn(handle).some(({ kind }) => kind === 'FLOCK')
}

/** By /proc/locks: `1: POSIX ADVISORY WRITE 4711 08:01:1234 0 EOF`. None where the system has no such list. */
function locksOn(handle: number): { readonly kind: string; readonly processId: number }[] {
  let locks: string
  try {
    locks = readFileSync('/proc/locks', 'utf8')
  } catch {
    return []
  }
  const { ino, dev } = fstatSync(handle)
  const device = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)]
    .map((part) => part.toString(16).padStart(2, '0'))
    .join(':')
  const file = `${device}:${ino}`
  return locks.split('\n').flatMap((line) => {
    const [, kind = '', , , processId, place] = line.trim().split(/\s+/)
    return place === file ? [{ kind, processId: Number(processId) }] : []
  })
}
