import { spawnSync } from 'node:child_process'
import { closeSync, constants, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { DirectoryLockedError } from './disk-error.ts'
import type { DiskLock } from './disk.ts'
import { exclusiveOnMac, exclusiveOnWindows, namedHolder, posixLockHolder, startTime } from './lock-holder.ts'

/**
 * A lock that ends with its process, however that ends. Node offers no call for file locks, so:
 *
 * - macOS and Windows take the lock as the file is opened (libuv's UV_FS_O_EXLOCK): held by the system.
 * - Linux lends the open file to `flock` (util-linux, busybox). Such a lock belongs to the open file and not to the command, so it
 *   stays when the command has ended, until this process closes the file or dies: held by the system.
 * - Where that command is missing, the file's text counts: process id and start time of the holder. A holder that is dead, or whose id was
 *   given to another process since, holds nothing. Two brokers that start within the same millisecond could both pass: that is the gap.
 *
 * The text is written in every case, so that an error can say who holds the lock; with the id of the machine's start it also says whether
 * the holder was killed or the machine was. A JVM (Apache Kafka) takes a POSIX lock on the same file; on
 * Linux that is seen in /proc/locks and respected. The reverse is not possible: Apache Kafka cannot see ours.
 */
export function lockFile(path: string): DiskLock {
  const handle = openExclusive(path)
  const holder = `${process.pid} ${startTime(process.pid) ?? '-'}`
  const boot = bootId()
  let before = ''
  let hasVouched = false
  try {
    takeLock(path, handle)
    before = readText(handle)
    replaceText(handle, `${holder}\n`)
  } catch (error) {
    closeSync(handle)
    throw error
  }
  heldHere.add(path)
  const followsKill = boot !== null && before.split(' ')[2] === boot
  return {
    followsKill,
    vouch() {
      hasVouched = true
      if (boot !== null && heldHere.has(path)) replaceText(handle, `${holder} ${boot}\n`)
    },
    release() {
      if (!heldHere.delete(path)) return
      // Emptied, as Apache Kafka leaves it, unless the word of the last holder still counts; closing gives up the lock.
      replaceText(handle, followsKill && !hasVouched ? `${before}\n` : '')
      closeSync(handle)
    },
  }
}

function readText(handle: number): string {
  const buffer = Buffer.alloc(128)
  return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, 0)).trim()
}

function replaceText(handle: number, text: string): void {
  const bytes = Buffer.from(text)
  ftruncateSync(handle, 0)
  writeSync(handle, bytes, 0, bytes.length, 0)
}

/** What is another after each start of the machine; null where the system does not tell. */
function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}

const heldHere = new Set<string>()

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
  const holder = namedHolder(handle)
  // 1 is flock's word for "held by another"; anything else means that it could not even try, and the text decides.
  if (holder !== null || (taken.error === undefined && taken.status === 1)) throw new DirectoryLockedError(path, holder)
}
