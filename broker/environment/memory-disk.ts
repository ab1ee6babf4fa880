import { posix } from 'node:path'
import type { Clock } from './clock.ts'
import { DirectoryLockedError, DiskError } from './disk-error.ts'
import type { DirectoryEntry, Disk, DiskFile, DiskLock, DiskSpace, FileStatus, OpenMode } from './disk.ts'
import { MemoryFile } from './memory-file.ts'
import type { Random } from './random.ts'

/** Something that was done to the disk, such as `write /data/t-0/00000000000000000000.log 0+78`. */
export type DiskOperation = string

/**
 * The disk as a value in memory, for tests: it can crash, tear writes, fill up and fail to sync.
 *
 * Changes of names (create, rename, remove) are durable at once and in order, as on a journaling file system; contents are durable
 * when they are synced. Paths are those of POSIX.
 */
export class MemoryDisk implements Disk {
  readonly #clock: Clock
  readonly #files = new Map<string, MemoryFile>()
  readonly #directories = new Set<string>(['/'])
  readonly #locks = new Set<string>()
  #generation = 0
  #writableBytes = Infinity
  #failingSyncs = 0
  #hook: (operation: DiskOperation) => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Called before each operation that changes something; it may throw, and then the operation does not happen. */
  onOperation(hook: (operation: DiskOperation) => void): void {
    this.#hook = hook
  }

  /** After `bytes` more bytes every write fails with ENOSPC, having written what still fitted. */
  fillAfter(bytes: number): void {
    this.#writableBytes = bytes
  }

  /** The next `count` syncs fail with EIO. */
  failSyncs(count: number): void {
    this.#failingSyncs = count
  }

  /** The process is killed: open files and locks are gone, everything written is there. */
  kill(): void {
    this.#generation += 1
    this.#locks.clear()
  }

  /** The power fails: of what was not synced an arbitrary part is there, of each file a beginning unless the disk `reorders` writes. */
  cutPower(random: Random, { reorders = false }: { readonly reorders?: boolean } = {}): void {
    this.kill()
    for (const file of this.#files.values()) file.losePending(random, { reorders })
  }

  open(path: string, mode: OpenMode): DiskFile {
    let file = this.#files.get(path)
    if (file === undefined) {
      if (mode !== 'create' || !this.#directories.has(posix.dirname(path))) throw missing(path)
      this.#hook(`create ${path}`)
      file = new MemoryFile(this.#clock.now())
      this.#files.set(path, file)
    }
    return this.#handle(path, file)
  }

  readFile(path: string): Uint8Array {
    return Buffer.from(this.#fileAt(path).contents())
  }

  writeFile(path: string, contents: Uint8Array): void {
    const file = this.open(path, 'create')
    file.truncate(0)
    file.write(contents, 0)
    file.close()
  }

  replaceFile(path: string, contents: Uint8Array): void {
    const temporary = `${path}.tmp`
    this.writeFile(temporary, contents)
    this.open(temporary, 'write').syncNow()
    this.rename(temporary, path)
  }

  exists(path: string): boolean {
    return this.#files.has(path) || this.#directories.has(path)
  }

  status(path: string): FileStatus | null {
    const file = this.#files.get(path)
    if (file !== undefined) return { kind: 'file', size: file.length, modifiedAtMs: file.modifiedAtMs }
    return this.#directories.has(path) ? { kind: 'directory', size: 0, modifiedAtMs: 0 } : null
  }

  setModifiedAt(path: string, modifiedAtMs: number): void {
    this.#fileAt(path).modifiedAtMs = modifiedAtMs
  }

  list(path: string): DirectoryEntry[] {
    if (!this.#directories.has(path)) throw missing(path)
    const start = path === '/' ? 1 : path.length + 1
    const isInside = (other: string) =>
      other.length > start && other.startsWith(path) && other[start - 1] === '/' && !other.includes('/', start)
    const entries: DirectoryEntry[] = []
    for (const file of this.#files.keys()) if (isInside(file)) entries.push({ name: file.slice(start), kind: 'file' })
    for (const directory of this.#directories) {
      if (isInside(directory)) entries.push({ name: directory.slice(start), kind: 'directory' })
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  makeDirectory(path: string): void {
    if (this.#directories.has(path)) return
    this.#hook(`makeDirectory ${path}`)
    for (let at = path; !this.#directories.has(at); at = posix.dirname(at)) this.#directories.add(at)
  }

  rename(from: string, to: string): void {
    if (!this.exists(from)) throw missing(from)
    this.#hook(`rename ${from} ${to}`)
    const moved = (path: string) => (path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : null)
    for (const [path, file] of this.#files) {
      const target = moved(path)
      if (target === null) continue
      this.#files.delete(path)
      this.#files.set(target, file)
    }
    for (const path of this.#directories) {
      const target = moved(path)
      if (target === null) continue
      this.#directories.delete(path)
      this.#directories.add(target)
    }
  }

  removeFile(path: string): void {
    if (!this.#files.has(path)) return
    this.#hook(`remove ${path}`)
    this.#files.delete(path)
  }

  removeDirectory(path: string): void {
    if (!this.#directories.has(path)) return
    this.#hook(`remove ${path}`)
    for (const file of this.#files.keys()) if (file.startsWith(`${path}/`)) this.#files.delete(file)
    for (const directory of this.#directories) {
      if (directory === path || directory.startsWith(`${path}/`)) this.#directories.delete(directory)
    }
  }

  syncDirectory(): void {}

  space(): DiskSpace {
    return { totalBytes: 2n ** 40n, usableBytes: 2n ** 39n }
  }

  lock(path: string): DiskLock {
    if (this.#locks.has(path)) throw new DirectoryLockedError(path, null)
    this.#locks.add(path)
    return { release: () => this.#locks.delete(path) }
  }

  #fileAt(path: string): MemoryFile {
    const file = this.#files.get(path)
    if (file === undefined) throw missing(path)
    return file
  }

  #handle(path: string, file: MemoryFile): DiskFile {
    const generation = this.#generation
    let isClosed = false
    const check = (operation?: DiskOperation) => {
      if (isClosed || generation !== this.#generation) throw new DiskError('EBADF', path, `${path} is closed.`)
      if (operation !== undefined) this.#hook(operation)
    }
    const sync = () => {
      check(`sync ${path}`)
      if (this.#failingSyncs > 0) {
        this.#failingSyncs -= 1
        throw new DiskError('EIO', path, `${path} could not be synced: EIO.`)
      }
      file.sync()
    }
    return {
      path,
      read: (target, position) => {
        check()
        return file.read(target, position)
      },
      write: (bytes, position) => {
        check(`write ${path} ${position}+${bytes.byteLength}`)
        const fitting = Math.min(bytes.byteLength, this.#writableBytes)
        this.#writableBytes -= fitting
        file.modifiedAtMs = this.#clock.now()
        file.write(bytes.subarray(0, fitting), position)
        if (fitting < bytes.byteLength) {
          throw new DiskError('ENOSPC', path, `${path} could not be written: the disk is full.`)
        }
      },
      truncate: (length) => {
        check(`truncate ${path} ${length}`)
        file.truncate(length)
      },
      size: () => {
        check()
        return file.length
      },
      sync: async () => {
        await Promise.resolve()
        sync()
      },
      syncNow: sync,
      close: () => {
        isClosed = true
      },
    }
  }
}

function missing(path: string): DiskError {
  return new DiskError('ENOENT', path, `${path} does not exist.`)
}
