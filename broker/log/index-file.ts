import type { Disk } from '../environment/disk.ts'

/** Entries that wait in memory before they are written: index files are rebuilt after an unclean stop, so nothing is lost with them. */
const pendingLimit = 256

export interface IndexFormat {
  readonly entryBytes: number
  /**
   * Whether the entry at byte `at` can stand behind the one before it (none for the first). Asked when the file is read: what a
   * damaged file says from its first impossible entry on is dropped, and an index with fewer entries only means longer scans.
   */
  readonly isPossible?: (entries: Buffer, at: number) => boolean
}

/**
 * The entries of one index file, all of one size, held in memory while they are needed.
 *
 * Invariants: entries [0, #writtenCount) are in the file, which is exactly that long once `write` has run; entries from there up to `count` are in memory
 * only. Apache Kafka trusts an index after a clean stop without looking: a file must never be longer than its entries.
 */
export class IndexFile {
  readonly path: string
  readonly entryBytes: number
  readonly #disk: Disk
  #entries: Buffer | null = null
  #count = 0
  #writtenCount = 0
  readonly #format: IndexFormat
  #isSynced = true

  constructor(disk: Disk, path: string, format: IndexFormat) {
    this.#disk = disk
    this.path = path
    this.entryBytes = format.entryBytes
    this.#format = format
  }

  /** Whether the medium has all that was written to the file; entries that wait in memory do not count. */
  get isSynced(): boolean {
    return this.#isSynced
  }

  get count(): number {
    this.#load()
    return this.#count
  }

  /** All entries; valid until the next change. */
  get entries(): Buffer {
    return this.#load().subarray(0, this.#count * this.entryBytes)
  }

  /** Makes room for one more entry and gives it, to be filled at once. */
  append(): Buffer {
    let entries = this.#load()
    const start = this.#count * this.entryBytes
    if (start + this.entryBytes > entries.length) {
      const larger = Buffer.alloc(Math.max(entries.length * 2, 64 * this.entryBytes))
      entries.copy(larger)
      this.#entries = entries = larger
    }
    this.#count += 1
    if (this.#count - this.#writtenCount > pendingLimit) this.#writePending(this.#count - 1)
    return entries.subarray(start, start + this.entryBytes)
  }

  /** Makes the file of a new segment: nothing is in it, so nothing has to be forced to the medium but its name. */
  create(): void {
    const isNew = !this.#disk.exists(this.path)
    this.truncate(0)
    this.#isSynced = isNew
  }

  /** Keeps the first `count` entries; 0 also makes the file where it is missing. */
  truncate(count: number): void {
    if (count > 0) this.#load()
    else this.#entries ??= Buffer.alloc(0)
    this.#count = count
    this.#writtenCount = Math.min(this.#writtenCount, count)
    this.#isSynced = false
    const file = this.#disk.open(this.path, 'create')
    try {
      file.truncate(this.#writtenCount * this.entryBytes)
    } finally {
      file.close()
    }
  }

  /** Writes what only memory has. */
  write(): void {
    if (this.#entries !== null) this.#writePending(this.#count)
  }

  /** Writes what only memory has and forces the file to the medium. */
  async sync(): Promise<void> {
    this.write()
    if (!this.#disk.exists(this.path)) return
    const file = this.#disk.open(this.path, 'write')
    // What is written while the medium is at work needs another call.
    this.#isSynced = true
    try {
      await file.sync()
    } catch (error) {
      this.#isSynced = false
      throw error
    } finally {
      file.close()
    }
  }

  /** The same, blocking. */
  syncNow(): void {
    this.write()
    if (!this.#disk.exists(this.path)) return
    const file = this.#disk.open(this.path, 'write')
    try {
      file.syncNow()
      this.#isSynced = true
    } finally {
      file.close()
    }
  }

  /** Gives back the memory; the next use reads the file again. */
  unload(): void {
    this.write()
    this.#entries = null
  }

  #load(): Buffer {
    if (this.#entries !== null) return this.#entries
    const contents = this.#disk.exists(this.path) ? this.#disk.readFile(this.path) : new Uint8Array(0)
    const entries = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)
    this.#count = this.#writtenCount = possibleEntries(entries, this.#format)
    this.#entries = entries
    return entries
  }

  #writePending(upTo: number): void {
    const entries = this.#entries
    if (entries === null || upTo <= this.#writtenCount) return
    this.#isSynced = false
    const file = this.#disk.open(this.path, 'create')
    try {
      const start = this.#writtenCount * this.entryBytes
      file.write(entries.subarray(start, upTo * this.entryBytes), start)
      file.truncate(upTo * this.entryBytes)
      this.#writtenCount = upTo
    } finally {
      file.close()
    }
  }
}

function possibleEntries(bytes: Buffer, { entryBytes, isPossible }: IndexFormat): number {
  const count = wholeEntries(bytes, entryBytes)
  if (isPossible === undefined) return count
  for (let index = 0; index < count; index++) if (!isPossible(bytes, index * entryBytes)) return index
  return count
}

/**
 * Apache Kafka allocates an active segment's indexes in full, zeros behind the last entry, and cuts them at a clean stop. A file that
 * was not cut ends in entries of zeros, which no index holds: the first batch of a segment is never indexed.
 */
function wholeEntries(bytes: Buffer, entryBytes: number): number {
  let count = Math.floor(bytes.length / entryBytes)
  while (count > 0 && isZero(bytes.subarray((count - 1) * entryBytes, count * entryBytes))) count -= 1
  return count
}

function isZero(entry: Buffer): boolean {
  return entry.every((byte) => byte === 0)
}
