import { posix } from 'node:path'
import type { Clock } from './clock.ts'
import { DirectoryLockedError, DiskError } from './disk-error.ts'
import type { DirectoryEntry, Disk, DiskFile, DiskLock, DiskSpace, FileStatus, OpenMode } from './disk.ts'
import { MemoryDirectory, type MemoryNode } from './memory-directory.ts'
import { MemoryFile } from './memory-file.ts'
import type { Random } from './random.ts'

/** Something that was done to the disk, such as `write /data/t-0/00000000000000000000.log 0+78`. */
export type DiskOperation = string

/**
 * The disk as a value in memory, for tests: it can crash, tear writes, fill up and fail to sync.
 *
 * Contents of files are durable when the file is synced, names (create, rename, remove) when their directory is. Paths are those of POSIX.
 */
export class MemoryDisk implements Disk {
  readonly #clock: Clock
  readonly #root = new MemoryDirectory()
  /** By path; every directory that can be reached from the root. */
  readonly #directories = new Map<string, MemoryDirectory>([['/', this.#root]])
  readonly #locks = new Set<string>()
  readonly #vouched = new Set<string>()
  readonly #denied = new Set<string>()
  #generation = 0
  #writableBytes = Infinity
  #failingSyncs = 0
  #openFiles = 0
  #maxOpenFiles = Infinity
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

  /** From now on this user may not open `path`. */
  deny(path: string): void {
    this.#denied.add(path)
  }

  /** Takes back `deny`. */
  allow(path: string): void {
    this.#denied.delete(path)
  }

  /** The next `count` syncs fail with EIO. */
  failSyncs(count: number): void {
    this.#failingSyncs = count
  }

  /** As `ulimit -n`: an open file more fails with EMFILE. */
  limitOpenFiles(count: number): void {
    this.#maxOpenFiles = count
  }

  /** The process is killed: open files and locks are gone, everything written is there. */
  kill(): void {
    this.#generation += 1
    this.#openFiles = 0
    this.#locks.clear()
  }

  /**
   * The power fails: of what was not synced an arbitrary part is there. Of a file's contents that is a beginning, unless the disk `reorders`
   * writes. Of names it is everything, as where a journal is written with each fsync, unless the disk `losesNames`: then each directory has
   * a beginning of what was done to it since it was synced, whatever became of the others.
   */
  cutPower(random: Random, options: { readonly reorders?: boolean; readonly losesNames?: boolean } = {}): void {
    const { reorders = false, losesNames = false } = options
    this.kill()
    this.#vouched.clear()
    const loseIn = (directory: MemoryDirectory) => {
      if (losesNames) directory.losePending(random)
      else directory.sync()
      for (const node of directory.entries.values()) {
        if (node instanceof MemoryFile) node.losePending(random, { reorders })
        else loseIn(node)
      }
    }
    loseIn(this.#root)
    this.#directories.clear()
    this.#note('/', this.#root)
  }

  open(path: string, mode: OpenMode): DiskFile {
    this.#requireAccess(path)
    let file = this.#fileOrNothing(path)
    if (file === undefined) {
      const directory = this.#directories.get(posix.dirname(path))
      if (mode !== 'create' || directory === undefined) throw missing(path)
      this.#hook(`create ${path}`)
      file = new MemoryFile(this.#clock.now())
      directory.change([[posix.basename(path), file]])
    }
    return this.#handle(path, file)
  }

  readFile(path: string): Uint8Array {
    this.#requireAccess(path)
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
    const file = this.open(temporary, 'write')
    file.syncNow()
    file.close()
    this.rename(temporary, path)
    this.syncDirectory(posix.dirname(path))
  }

  exists(path: string): boolean {
    return this.#directories.has(path) || this.#fileOrNothing(path) !== undefined
  }

  status(path: string): FileStatus | null {
    const file = this.#fileOrNothing(path)
    if (file !== undefined) return { kind: 'file', size: file.length, modifiedAtMs: file.modifiedAtMs }
    return this.#directories.has(path) ? { kind: 'directory', size: 0, modifiedAtMs: 0 } : null
  }

  setModifiedAt(path: string, modifiedAtMs: number): void {
    this.#fileAt(path).modifiedAtMs = modifiedAtMs
  }

  list(path: string): DirectoryEntry[] {
    return [...this.#directoryAt(path).entries]
      .map(([name, node]): DirectoryEntry => ({ name, kind: node instanceof MemoryFile ? 'file' : 'directory' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  makeDirectory(path: string): void {
    if (this.#directories.has(path)) return
    const parent = posix.dirname(path)
    this.makeDirectory(parent)
    this.#hook(`makeDirectory ${path}`)
    const made = new MemoryDirectory()
    this.#directoryAt(parent).change([[posix.basename(path), made]])
    this.#directories.set(path, made)
  }

  rename(from: string, to: string): void {
    const parent = this.#directoryAt(posix.dirname(from))
    const node = parent.get(posix.basename(from))
    if (node === undefined) throw missing(from)
    if (posix.dirname(from) !== posix.dirname(to)) throw new DiskError('EXDEV', from, `${from} stays where it is.`)
    this.#hook(`rename ${from} ${to}`)
    this.#forget(from)
    parent.change([
      [posix.basename(from), null],
      [posix.basename(to), node],
    ])
    this.#note(to, node)
  }

  removeFile(path: string): void {
    if (this.#fileOrNothing(path) === undefined) return
    this.#hook(`remove ${path}`)
    this.#directoryAt(posix.dirname(path)).change([[posix.basename(path), null]])
  }

  removeDirectory(path: string): void {
    if (!this.#directories.has(path)) return
    this.#hook(`remove ${path}`)
    this.#forget(path)
    this.#directoryAt(posix.dirname(path)).change([[posix.basename(path), null]])
  }

  syncDirectory(path: string): void {
    const directory = this.#directoryAt(path)
    this.#hook(`sync ${path}`)
    this.#failWhenTold(path)
    directory.sync()
  }

  space(): DiskSpace {
    return { totalBytes: 2n ** 40n, usableBytes: 2n ** 39n }
  }

  lock(path: string): DiskLock {
    if (this.#locks.has(path)) throw new DirectoryLockedError(path, null)
    this.#locks.add(path)
    const followsKill = this.#vouched.delete(path)
    let hasVouched = false
    const generation = this.#generation
    return {
      followsKill,
      vouch: () => {
        hasVouched = true
        this.#vouched.add(path)
      },
      release: () => {
        // Who has been killed lets go of nothing any more.
        if (generation !== this.#generation) return
        this.#locks.delete(path)
        if (followsKill && !hasVouched) this.#vouched.add(path)
        else this.#vouched.delete(path)
      },
    }
  }

  #fileOrNothing(path: string): MemoryFile | undefined {
    const node = this.#directories.get(posix.dirname(path))?.get(posix.basename(path))
    return node instanceof MemoryFile ? node : undefined
  }

  #requireAccess(path: string): void {
    if (this.#denied.has(path)) throw new DiskError('EACCES', path, `${path} may not be opened: EACCES.`)
  }

  #fileAt(path: string): MemoryFile {
    const file = this.#fileOrNothing(path)
    if (file === undefined) throw missing(path)
    return file
  }

  #directoryAt(path: string): MemoryDirectory {
    const directory = this.#directories.get(path)
    if (directory === undefined) throw missing(path)
    return directory
  }

  /** Makes a directory, and those in it, known by their paths. */
  #note(path: string, node: MemoryNode): void {
    if (node instanceof MemoryFile) return
    this.#directories.set(path, node)
    for (const [name, child] of node.entries) this.#note(posix.join(path, name), child)
  }

  #forget(path: string): void {
    for (const known of this.#directories.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.#directories.delete(known)
    }
  }

  #failWhenTold(path: string): void {
    if (this.#failingSyncs === 0) return
    this.#failingSyncs -= 1
    throw new DiskError('EIO', path, `${path} could not be synced: EIO.`)
  }

  #handle(path: string, file: MemoryFile): DiskFile {
    if (this.#openFiles >= this.#maxOpenFiles) {
      throw new DiskError('EMFILE', path, `${path} could not be opened: too many open files.`)
    }
    this.#openFiles += 1
    const generation = this.#generation
    let isClosed = false
    const check = (operation?: DiskOperation) => {
      if (isClosed || generation !== this.#generation) throw new DiskError('EBADF', path, `${path} is closed.`)
      if (operation !== undefined) this.#hook(operation)
    }
    const sync = () => {
      if (generation !== this.#generation) throw new DiskError('EBADF', path, `${path} is closed.`)
      this.#hook(`sync ${path}`)
      this.#failWhenTold(path)
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
      // Closed while the medium is at work, a file is closed when that has come to its end.
      sync: async () => {
        check()
        await Promise.resolve()
        sync()
      },
      syncNow: () => {
        check()
        sync()
      },
      close: () => {
        if (!isClosed && generation === this.#generation) this.#openFiles -= 1
        isClosed = true
      },
    }
  }
}

function missing(path: string): DiskError {
  return new DiskError('ENOENT', path, `${path} does not exist.`)
}
