import { spawnSync } from 'node:child_process'
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { DirectoryLockedError } from './disk-error.ts'
import type { DiskLock } from './disk.ts'

/**
 * A lock that ends with its process, however that ends. Node offers no call for file locks, so:
 *
 * - macOS and Windows take the lock as the file is opened (libuv's UV_FS_O_EXLOCK): held by the system.
 * - Linux lends the open file to `flock` (util-linux, busybox). Such a lock belongs to the open file and not to the command, so it
 *   stays when the command has ended, until this process closes the file or dies: held by the system.
 * - Where that command is missing, the file's text counts: process id and start time of the holder. A holder that is dead, or whose id was
 *   given to another process since, holds nothing. Two brokers that start within the same millisecond could both pass: that is the gap.
 *
 * The text is written in every case, so that an error can say who holds the lock. A JVM (Apache Kafka) takes a POSIX lock on the same file; on
 * Linux that is seen in /proc/locks and respected. The reverse is not possible: Apache Kafka cannot see ours.
 */
export function lockFile(path: string): DiskLock {
  const handle = openExclusive(path)
  try {
    takeLock(path, handle)
    const text = Buffer.from(`${process.pid} ${startTime(process.pid) ?? '-'}\n`)
    ftruncateSync(handle, 0)
    writeSync(handle, text, 0, text.length, 0)
  } catch (error) {
    closeSync(handle)
    throw error
  }
  heldHere.add(path)
  return {
    release() {
      if (!heldHere.delete(path)) return
      // Emptied, as Apache Kafka leaves it; closing gives up the lock.
      ftruncateSync(handle, 0)
      closeSync(handle)
    },
  }
}

const heldHere = new Set<string>()

// Numbers of libuv, which Node passes through without naming them.
const exclusiveOnWindows = 0x10000000
const exclusiveOnMac = 0x20

function openExclusive(path: string): number {
  const flags = constants.O_RDWR | constants.O_CREAT
  try {
    if (process.platform === 'win32') return openSync(path, flags | exclusiveOnWindows, 0o644)
    if (process.platform === 'darwin') return openSync(path, flags | exclusiveOnMac | constants.O_NONBLOCK, 0o644)
    return openSync(path, flags, 0o644)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EBUSY' || code === 'EAGAIN' || code === 'EWOULDBLOCK') throw new DirectoryLockedError(path, null)
    throw error
  }
}

function takeLock(path: string, handle: number): void {
  if (heldHere.has(path)) throw new DirectoryLockedError(path, process.pid)
  if (process.platform !== 'linux') return
  const jvm = posixLockHolder(handle)
  if (jvm !== null) throw new DirectoryLockedError(path, jvm)
  const taken = spawnSync('flock', ['-x', '-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', handle] })
  if (taken.error === undefined && taken.status === 0) return
  const holder = livingHolder(handle)
  // 1 is flock's word for "held by another"; anything else means that it could not even try, and the text decides.
  if (holder !== null || (taken.error === undefined && taken.status === 1)) throw new DirectoryLockedError(path, holder)
}

/** The process named in the file's text, if it still runs. */
function livingHolder(handle: number): number | null {
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
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may hold anything, blanks and parentheses too.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** The process that holds a POSIX (fcntl) lock on the open file, by /proc/locks: `1: POSIX ADVISORY WRITE 4711 08:01:1234 0 EOF`. */
function posixLockHolder(handle: number): number | null {
  let locks: string
  try {
    locks = readFileSync('/proc/locks', 'utf8')
  } catch {
    return null
  }
  const { ino, dev } = fstatSync(handle)
  const device = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)]
    .map((part) => part.toString(16).padStart(2, '0'))
    .join(':')
  const file = `${device}:${ino}`
  for (const line of locks.split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (fields[1] === 'POSIX' && fields[5] === file && fields[4] !== String(process.pid)) return Number(fields[4])
  }
  return null
}
