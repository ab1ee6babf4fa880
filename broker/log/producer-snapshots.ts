import type { Disk } from '../environment/disk.ts'
import type { ProducerEntry } from './producer-entry.ts'
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts'
import { parseSegmentFile, segmentFile } from './segment-files.ts'

/** The producer snapshots of one partition directory, to which nobody else writes. */
export class ProducerSnapshots {
  readonly #disk: Disk
  readonly #directory: string
  /** Of the files that are there. */
  readonly #offsets: Set<bigint>
  readonly #unsynced = new Set<bigint>()

  /** `files` are the names that the directory holds. */
  constructor(disk: Disk, directory: string, files: Iterable<string>) {
    this.#disk = disk
    this.#directory = directory
    this.#offsets = new Set(Array.from(files, snapshotOffset).filter((offset) => offset !== null))
  }

  /** Not fsynced: one that a power cut has torn fails its CRC, and after a crash an older one and the log say the same. */
  write(offset: bigint, producers: Iterable<ProducerEntry>): void {
    const bytes = encodeProducerSnapshot(producers)
    const file = this.#disk.open(segmentFile(this.#directory, offset, 'snapshot'), 'create')
    this.#offsets.add(offset)
    this.#unsynced.add(offset)
    try {
      file.write(bytes, 0)
      file.truncate(bytes.length)
    } catch (error) {
      this.remove(offset)
      throw error
    } finally {
      file.close()
    }
  }

  /** The newest sound snapshot within `(after, upTo]`. Unsound ones are removed. */
  newest({ after, upTo }: { readonly after: bigint; readonly upTo: bigint }) {
    const offsets = this.offsets().filter((offset) => offset > after && offset <= upTo)
    for (const offset of offsets.reverse()) {
      const producers = this.#read(offset)
      if (producers !== null) return { offset, producers }
      this.remove(offset)
    }
    return null
  }

  isSound(offset: bigint): boolean {
    return this.#read(offset) !== null
  }

  remove(offset: bigint): void {
    if (!this.#offsets.delete(offset)) return
    this.#unsynced.delete(offset)
    this.#disk.removeFile(segmentFile(this.#directory, offset, 'snapshot'))
  }

  removeWhere(isObsolete: (offset: bigint) => boolean): void {
    for (const offset of this.offsets()) if (isObsolete(offset)) this.remove(offset)
  }

  /** Forces what was written to the medium, but for names. Says whether there was anything. */
  async sync(): Promise<boolean> {
    const offsets = [...this.#unsynced]
    for (const offset of offsets) {
      const file = this.#disk.open(segmentFile(this.#directory, offset, 'snapshot'), 'write')
      try {
        await file.sync()
      } finally {
        file.close()
      }
      this.#unsynced.delete(offset)
    }
    return offsets.length > 0
  }

  /** Ascending. */
  offsets(): bigint[] {
    return [...this.#offsets].sort((a, b) => (a < b ? -1 : 1))
  }

  #read(offset: bigint) {
    return decodeProducerSnapshot(this.#disk.readFile(segmentFile(this.#directory, offset, 'snapshot')))
  }
}

function snapshotOffset(fileName: string): bigint | null {
  const file = parseSegmentFile(fileName)
  return file?.kind === 'snapshot' && file.suffix === '' ? file.offset : null
}
