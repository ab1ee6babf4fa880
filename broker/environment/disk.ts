/** How a file is opened: `create` opens for reading and writing and makes the file when it is missing. */
export type OpenMode = 'read' | 'write' | 'create'

export interface DirectoryEntry {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'other'
}

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'other'
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modifiedAtMs: number
}

export interface DiskSpace {
  readonly totalBytes: bigint
  readonly usableBytes: bigint
}

/** An open file. Positions and lengths are in bytes. After `close` every call but `close` throws. */
export interface DiskFile {
  readonly path: string
  /** Fills `target` from `position` on and gives the number of bytes read: fewer than asked only at the end of file. */
  read(target: Uint8Array, position: number): number
  /** Writes all of `bytes` or throws DiskError; after an error any part of them may be in the file. */
  write(bytes: Uint8Array, position: number): void
  /** Cuts or extends (with zeros) the file to `length`. */
  truncate(length: number): void
  size(): number
  /** Forces contents to the medium without blocking the event loop. A failure must be taken as lost data. */
  sync(): Promise<void>
  /** Forces contents to the medium, blocking. */
  syncNow(): void
  close(): void
}

export interface DiskLock {
  /**
   * Whether the last holder had vouched for what is on the disk and was then killed, while the machine ran on. Everything
   * that it wrote is there then, synced or not, but for the end of its last write. False where that is not known.
   */
  readonly followsKill: boolean
  /** To be called when everything has been looked at: from now on nothing that is written can be torn but by a power cut. */
  vouch(): void
  release(): void
}

/**
 * File system calls, synchronous but for `DiskFile.sync`: the page cache answers faster than a thread hop.
 * Paths are absolute. Every failure is a DiskError, a missing file one with code `ENOENT`.
 */
export interface Disk {
  open(path: string, mode: OpenMode): DiskFile
  /** The whole contents of a (small) file. */
  readFile(path: string): Uint8Array
  /** Makes or overwrites a small file, neither atomically nor durably. */
  writeFile(path: string, contents: Uint8Array): void
  /**
   * Replaces a small file atomically: written to `<path>.tmp`, fsynced, renamed over `path`, directory fsynced. After a crash
   * the file has its old or its new contents, never a part.
   */
  replaceFile(path: string, contents: Uint8Array): void
  exists(path: string): boolean
  /** Null when there is nothing at `path`. */
  status(path: string): FileStatus | null
  setModifiedAt(path: string, modifiedAtMs: number): void
  /** Sorted by name. */
  list(path: string): DirectoryEntry[]
  /** With its parents; does nothing when it exists. */
  makeDirectory(path: string): void
  /** Atomic; replaces a file at `to`. */
  rename(from: string, to: string): void
  /** Does nothing when the file is missing. */
  removeFile(path: string): void
  /** With everything in it; does nothing when it is missing. */
  removeDirectory(path: string): void
  /** Makes creations, renames and removals inside `path` survive a power cut. Does nothing where the system cannot. */
  syncDirectory(path: string): void
  space(path: string): DiskSpace
  /**
   * Takes the file `path` as a lock that only one living process can hold.
   * @throws DirectoryLockedError when another holder lives.
   */
  lock(path: string): DiskLock
}
