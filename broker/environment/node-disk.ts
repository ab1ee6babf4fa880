import {
  closeSync,
  existsSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
  type Stats,
} from 'node:fs'
import { dirname } from 'node:path'
import { DiskError, diskErrorFrom } from './disk-error.ts'
import type { DirectoryEntry, Disk, DiskFile, DiskLock, DiskSpace, FileStatus, OpenMode } from './disk.ts'
import { lockFile } from './file-lock.ts'

/** The real file system. */
export class NodeDisk implements Disk {
  open(path: string, mode: OpenMode): DiskFile {
    return guard(path, () => new NodeFile(path, openFile(path, mode)))
  }

  readFile(path: string): Uint8Array {
    return guard(path, () => readFileSync(path))
  }

  writeFile(path: string, contents: Uint8Array): void {
    guard(path, () => {
      writeFileSync(path, contents)
    })
  }

  replaceFile(path: string, contents: Uint8Array): void {
    const temporary = `${path}.tmp`
    const file = this.open(temporary, 'create')
    try {
      file.truncate(0)
      file.write(contents, 0)
      file.syncNow()
    } finally {
      file.close()
    }
    this.rename(temporary, path)
    this.syncDirectory(dirname(path))
  }

  exists(path: string): boolean {
    return existsSync(path)
  }

  status(path: string): FileStatus | null {
    return guard(path, () => {
      const stats = statSync(path, { throwIfNoEntry: false })
      if (stats === undefined) return null
      return { kind: kindOf(stats), size: stats.size, modifiedAtMs: Math.floor(stats.mtimeMs) }
    })
  }

  setModifiedAt(path: string, modifiedAtMs: number): void {
    guard(path, () => {
      utimesSync(path, modifiedAtMs / 1000, modifiedAtMs / 1000)
    })
  }

  list(path: string): DirectoryEntry[] {
    const entries = guard(path, () => readdirSync(path, { withFileTypes: true }))
    return entries
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  makeDirectory(path: string): void {
    guard(path, () => {
      makeDirectories(path)
    })
  }

  rename(from: string, to: string): void {
    guard(from, () => {
      renameSync(from, to)
    })
  }

  removeFile(path: string): void {
    guard(path, () => {
      rmSync(path, { force: true })
    })
  }

  removeDirectory(path: string): void {
    guard(path, () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    })
  }

  syncDirectory(path: string): void {
    // Windows has no such thing: its file systems order changes of names by themselves.
    if (process.platform === 'win32') return
    guard(path, () => {
      const handle = openForSync(path)
      if (handle === null) return
      try {
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
    })
  }

  space(path: string): DiskSpace {
    const { bsize, blocks, bavail } = guard(path, () => statfsSync(path, { bigint: true }))
    return { totalBytes: bsize * blocks, usableBytes: bsize * bavail }
  }

  lock(path: string): DiskLock {
    return guard(path, () => lockFile(path))
  }
}

class NodeFile implements DiskFile {
  readonly path: string
  #handle: number | null
  #runningSyncs = 0
  #closeAfterSync = false

  constructor(path: string, handle: number) {
    this.path = path
    this.#handle = handle
  }

  read(target: Uint8Array, position: number): number {
    return this.#call((handle) => {
      let done = 0
      while (done < target.byteLength) {
        const count = readSync(handle, target, done, target.byteLength - done, position + done)
        if (count === 0) break
        done += count
      }
      return done
    })
  }

  write(bytes: Uint8Array, position: number): void {
    this.#call((handle) => {
      let done = 0
      while (done < bytes.byteLength) {
        done += writeSync(handle, bytes, done, bytes.byteLength - done, position + done)
      }
    })
  }

  truncate(length: number): void {
    this.#call((handle) => {
      ftruncateSync(handle, length)
    })
  }

  size(): number {
    return this.#call((handle) => fstatSync(handle).size)
  }

  sync(): Promise<void> {
    const handle = this.#openHandle()
    this.#runningSyncs += 1
    return new Promise((resolve, reject) => {
      fsync(handle, (error) => {
        this.#runningSyncs -= 1
        if (this.#closeAfterSync && this.#runningSyncs === 0) closeSync(handle)
        if (error === null) resolve()
        else reject(diskErrorFrom(error, this.path))
      })
    })
  }

  syncNow(): void {
    this.#call(fsyncSync)
  }

  close(): void {
    const handle = this.#handle
    if (handle === null) return
    this.#handle = null
    // Closed under a running fsync, the number could go to another file before the fsync begins.
    if (this.#runningSyncs > 0) {
      this.#closeAfterSync = true
      return
    }
    guard(this.path, () => {
      closeSync(handle)
    })
  }

  #openHandle(): number {
    if (this.#handle === null) throw new DiskError('EBADF', this.path, `${this.path} is closed.`)
    return this.#handle
  }

  #call<T>(action: (handle: number) => T): T {
    const handle = this.#openHandle()
    return guard(this.path, () => action(handle))
  }
}

/**
 * Not Node's own `recursive`: where a parent exists and takes no children (`/proc`), that never returns.
 */
function makeDirectories(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  const parent = dirname(path)
  if (parent !== path) makeDirectories(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}

/** Null for a directory that may not be listed, such as the one above our own. */
function openForSync(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return null
    throw error
  }
}

function openFile(path: string, mode: OpenMode): number {
  if (mode === 'read') return openSync(path, 'r')
  try {
    return openSync(path, 'r+')
  } catch (error) {
    if (mode === 'write' || !(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    // Not truncating, should another process have made it in between.
    return openSync(path, 'wx+')
  }
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw diskErrorFrom(error, path)
  }
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'>): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file'
  return entry.isDirectory() ? 'directory' : 'other'
}
