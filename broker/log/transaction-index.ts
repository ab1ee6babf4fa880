import type { Disk } from '../environment/disk.ts'
import { IndexFile } from './index-file.ts'

/**
 * `.txnindex`: the aborted transactions whose marker lies in the segment. The file exists only when there are any.
 *
 *      0  int16  version 0
 *      2  int64  producer id
 *     10  int64  first offset
 *     18  int64  last offset: the marker's
 *     26  int64  last stable offset when the marker was written
 */
const entryBytes = 34

export interface AbortedTransactionEntry {
  readonly producerId: bigint
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly lastStableOffset: bigint
}

export class TransactionIndex {
  readonly file: IndexFile
  readonly #disk: Disk

  constructor(disk: Disk, path: string) {
    this.file = new IndexFile(disk, path, { entryBytes })
    this.#disk = disk
  }

  append(transaction: AbortedTransactionEntry): void {
    const entry = this.file.append()
    entry.writeInt16BE(0, 0)
    entry.writeBigInt64BE(transaction.producerId, 2)
    entry.writeBigInt64BE(transaction.firstOffset, 10)
    entry.writeBigInt64BE(transaction.lastOffset, 18)
    entry.writeBigInt64BE(transaction.lastStableOffset, 26)
    // As Kafka does: who reads the directory beside a running broker sees what was aborted. Aborts are rare.
    this.file.write()
  }

  entries(): AbortedTransactionEntry[] {
    const { entries, count } = this.file
    return Array.from({ length: count }, (_, index) => {
      const at = index * entryBytes
      return {
        producerId: entries.readBigInt64BE(at + 2),
        firstOffset: entries.readBigInt64BE(at + 10),
        lastOffset: entries.readBigInt64BE(at + 18),
        lastStableOffset: entries.readBigInt64BE(at + 26),
      }
    })
  }

  /** Drops the transactions whose marker is at `offset` or behind it. */
  truncateTo(offset: bigint): void {
    if (this.file.count === 0) return
    this.file.truncate(this.entries().filter(({ lastOffset }) => lastOffset < offset).length)
  }

  /** As it is before the segment's first record: no file. */
  reset(): void {
    if (this.#disk.exists(this.file.path)) this.file.truncate(0)
  }
}
