import type { Clock } from '../environment/clock.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import { transactionTopicName } from '../handlers/internal-topics.ts'
import { appendMarker } from '../handlers/transactions/append-marker.ts'
import { InvalidProducerEpochError, TransactionCoordinatorFencedError } from '../log/log-errors.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { HostedPartitions } from '../partitions/hosted-partitions.ts'
import type { Partition } from '../partitions/partition.ts'
import { batchesIn } from '../records/batches.ts'
import { buildBatch } from '../records/build-batch.ts'
import { recordsIn } from '../records/records-in.ts'
import type { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import type { TransactionMarkerWriter, TransactionStorage } from '../transactions/transaction-storage.ts'
import type { TransactionVersion } from '../transactions/transaction.ts'

export interface TransactionsStorageOptions {
  readonly metadata: Pick<MetadataStore, 'image'>
  readonly partitions: HostedPartitions
  /** `transaction.state.log.num.partitions`, while the topic is not there yet. */
  readonly plannedPartitionCount: number
}

/** `__transaction_state` as the transaction coordinator sees it. */
export function transactionsStorage(options: TransactionsStorageOptions): TransactionStorage {
  const { metadata, partitions, plannedPartitionCount } = options
  const partitionAt = (index: number): Partition => {
    const partition = partitions.get(transactionTopicName, index)
    if (partition === undefined) throw new Error(`${transactionTopicName}-${index} is not here`)
    return partition
  }
  return {
    get partitionCount() {
      return metadata.image.topic(transactionTopicName)?.partitions.length ?? plannedPartitionCount
    },
    leaderEpoch: (index) => partitionAt(index).leaderEpoch,
    append(index, record, timestamp) {
      partitionAt(index).append(buildBatch([{ ...record, timestamp }]), 'coordinator')
    },
  }
}

export interface MarkerWriterOptions {
  readonly metadata: Pick<MetadataStore, 'image'>
  readonly partitions: HostedPartitions
  readonly groups: GroupCoordinator
  readonly clock: Clock
}

/** Ends the coordinator's transactions in the partitions of this broker. */
export function markerWriter({ metadata, partitions, groups, clock }: MarkerWriterOptions): TransactionMarkerWriter {
  return {
    write(marker) {
      const isGone = metadata.image.topic(marker.topic)?.partitions[marker.partition] === undefined
      if (isGone) return
      try {
        appendMarker(marker, { partitions, groups, now: clock.now() })
      } catch (error) {
        const isOvertaken =
          error instanceof InvalidProducerEpochError || error instanceof TransactionCoordinatorFencedError
        if (!isOvertaken) throw error
      }
    },
  }
}

/** The finalised level of the feature; what is above 2 is unknown to the metadata already. */
export function transactionVersionOf({ image }: Pick<MetadataStore, 'image'>): TransactionVersion {
  const level = image.features.get('transaction.version') ?? 0
  return level >= 2 ? 2 : level === 1 ? 1 : 0
}

/** How much is read at once while transactions come back: `transaction.state.log.load.buffer.size`. */
const loadBytes = 5 * 1024 * 1024

export interface LoadTransactionsOptions {
  /** Those of `__transaction_state`. */
  readonly partitions: readonly Partition[]
  readonly clock: Clock
  /** Settles when groups have been read: ending a transaction may commit their offsets, which must be known then. */
  readonly groupsLoaded: Promise<unknown>
  /** A partition that cannot be understood; its transactional ids stay closed. */
  readonly onUnreadable: (partition: Partition, cause: unknown) => void
}

/**
 * Brings all transactions back from `__transaction_state`, and ends those whose end was decided. From the call on, ids of
 * partitions that are not through answer that they load.
 */
export async function loadTransactions(
  transactions: TransactionCoordinator,
  { partitions, clock, groupsLoaded, onUnreadable }: LoadTransactionsOptions,
): Promise<void> {
  const filled = partitions.filter(({ log }) => log.logEndOffset > log.logStartOffset)
  for (const { index } of filled) transactions.beginLoading(index)
  const read: Partition[] = []
  for (const partition of filled) {
    try {
      await readPartition(transactions, partition, clock)
      read.push(partition)
    } catch (error) {
      onUnreadable(partition, error)
    }
  }
  await groupsLoaded
  for (const { index } of read) transactions.finishLoading(index)
}

async function readPartition(transactions: TransactionCoordinator, { log }: Partition, clock: Clock): Promise<void> {
  let offset = log.logStartOffset
  while (offset < log.logEndOffset) {
    const { records } = log.read(offset, { maxBytes: loadBytes, minOneBatch: true })
    if (records.byteLength === 0) return
    for (const batch of batchesIn(records)) {
      offset = batch.nextOffset
      if (batch.isControl) continue
      for (const { key, value } of recordsIn(batch)) if (key !== null) transactions.replay({ key, value })
    }
    await clock.yield()
  }
}
