import { join } from 'node:path'
import type { AbortedTransactionEntry } from '../../broker/log/transaction-index.ts'
import type { BatchHeader, BatchKind, FileOnDisk } from '../api/segments.ts'
import { IndexBytes, transactionEntryBytes } from './index-file.ts'

interface Stretch {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
}

/** The kinds of batches, in the order in which a map numbers them. */
export const batchKinds: readonly BatchKind[] = ['data', 'transactional', 'aborted', 'control']

/** Which transactions were aborted, by the transaction indexes of all segments: an entry lies where its marker lies. */
export class AbortedTransactions {
  readonly #byProducer = new Map<bigint, Stretch[]>()

  constructor(entries: readonly AbortedTransactionEntry[]) {
    for (const { producerId, firstOffset, lastOffset } of entries) {
      const stretches = this.#byProducer.get(producerId)
      if (stretches === undefined) this.#byProducer.set(producerId, [{ firstOffset, lastOffset }])
      else stretches.push({ firstOffset, lastOffset })
    }
  }

  /** Whether a batch of that producer with that base offset belongs to an aborted transaction. */
  has(producerId: bigint, baseOffset: bigint): boolean {
    const stretches = this.#byProducer.get(producerId)
    if (stretches === undefined) return false
    // Those of one producer follow each other, and the files were gone over in their order.
    let low = 0
    let high = stretches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((stretches[middle]?.lastOffset ?? 0n) < baseOffset) low = middle + 1
      else high = middle
    }
    const stretch = stretches[low]
    return stretch !== undefined && stretch.firstOffset <= baseOffset
  }

  kindOf({ isControl, isTransactional, producerId, baseOffset }: BatchHeader): BatchKind {
    if (isControl) return 'control'
    if (!isTransactional) return 'data'
    return this.has(producerId, baseOffset) ? 'aborted' : 'transactional'
  }
}

/** The entries of the transaction indexes of all segments. @throws DiskError */
export function abortedEntries(directory: string, files: readonly FileOnDisk[]): AbortedTransactionEntry[] {
  return files.flatMap(({ kind, state, fileName }) => {
    if (kind !== 'txnindex' || state !== 'current') return []
    const index = IndexBytes.read(join(directory, fileName), transactionEntryBytes)
    return index === null ? [] : Array.from({ length: index.count }, (_each, entry) => index.transactionEntry(entry))
  })
}
