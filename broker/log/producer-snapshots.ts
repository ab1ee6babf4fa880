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

  /** `files` are the names that the directory holds. */
  constructor(disk: Disk, directory: string, files: Iterable<string>) {
    this.#disk = disk
    this.#directory = directory
    this.#offsets = new Set(Array.from(files, snapshotOffset).filter((offset) => offset !== null))
  }

  /** Not fsynced: a snapshot that a power cut has torn fails its CRC and is passed over. */
  write(offset: bigint, producers: Iterable<ProducerEntry>): void {
    const bytes = encodeProducerSnapshot(producers)
    const file = this.#disk.open(segmentFile(this.#directory, offset, 'snapshot'), 'create')
    this.#offsets.add(offset)
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
      const producers = decodeProducerSnapshot(this.#disk.readFile(segmentFile(this.#directory, offset, 'snapshot')))
      if (producers !== null) return { offset, producers }
      this.remove(offset)
    }
    return null
  }

  remove(offset: bigint): void {
    if (!this.#offsets.delete(offset)) return
    this.#disk.removeFile(segmentFile(this.#directory, offset, 'snapshot'))
  }

  removeWhere(isObsolete: (offset: bigint) => boolean): void {
    for (const offset of this.offsets()) if (isObsolete(offset)) this.remove(offset)
  }

  /** Ascending. */
  offsets(): bigint[] {
    return [...this.#offsets].sort((a, b) => (a < b ? -1 : 1))
  }
}

function snapshotOffset(fileName: string): bigint | null {
  const file = parseSegmentFile(fileName)
  return file?.kind === 'snapshot' && file.suffix === '' ? file.offset : null
}
