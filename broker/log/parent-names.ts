import type { Disk } from '../environment/disk.ts'

/**
 * The names in the directory that holds partitions. Until they are forced to the medium a power cut may take a new partition's directory,
 * with everything in it however often its files were synced: so a log's flush comes here, too. A thousand new partitions share one fsync.
 */
export class ParentNames {
  readonly #disk: Disk
  readonly #path: string
  #isSynced: boolean

  /** `isSynced`: the last stop was clean, and it ended with an fsync of the directory. */
  constructor(disk: Disk, path: string, { isSynced }: { readonly isSynced: boolean }) {
    this.#disk = disk
    this.#path = path
    this.#isSynced = isSynced
  }

  /** A directory has come. */
  changed(): void {
    this.#isSynced = false
  }

  /** @throws DiskError */
  sync(): void {
    if (this.#isSynced) return
    this.#disk.syncDirectory(this.#path)
    this.#isSynced = true
  }
}
