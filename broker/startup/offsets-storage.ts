import type { GroupLogRecord, GroupStorage, TransactionalAppend } from '../groups/group-storage.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import { offsetsTopicName } from '../handlers/internal-topics.ts'
import type { Clock } from '../environment/clock.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { HostedPartitions } from '../partitions/hosted-partitions.ts'
import type { Partition } from '../partitions/partition.ts'
import type { BatchView } from '../records/batch-view.ts'
import { batchesIn } from '../records/batches.ts'
import { buildBatch } from '../records/build-batch.ts'
import { endTransactionMarker } from '../records/control-records.ts'
import { recordsIn } from '../records/records-in.ts'

export interface OffsetsStorageOptions {
  readonly metadata: Pick<MetadataStore, 'image'>
  readonly partitions: HostedPartitions
  /** `offsets.topic.num.partitions`, while the topic is not there yet. */
  readonly plannedPartitionCount: number
}

/** `__consumer_offsets` as the group coordinator sees it. */
export function offsetsStorage({ metadata, partitions, plannedPartitionCount }: OffsetsStorageOptions): GroupStorage {
  const partitionAt = (index: number): Partition => {
    const partition = partitions.get(offsetsTopicName, index)
    if (partition === undefined) throw new Error(`${offsetsTopicName}-${index} is not here`)
    return partition
  }
  return {
    get partitionCount() {
      return metadata.image.topic(offsetsTopicName)?.partitions.length ?? plannedPartitionCount
    },
    append(index: number, records: readonly GroupLogRecord[], timestamp: bigint) {
      partitionAt(index).append(buildBatch(records.map((record) => ({ ...record, timestamp }))), 'coordinator')
    },
    appendInTransaction(index: number, records: readonly GroupLogRecord[], append: TransactionalAppend) {
      const { producerId, producerEpoch, timestamp } = append
      const batch = buildBatch(
        records.map((record) => ({ ...record, timestamp })),
        { producerId, producerEpoch, isTransactional: true },
      )
      partitionAt(index).append(batch, 'coordinator')
    },
  }
}

/** How much is read at once while groups come back: `offsets.load.buffer.size`. */
const loadBytes = 5 * 1024 * 1024

/** Brings all groups back from `__consumer_offsets`. Until a partition is through, its groups answer that they load. */
export async function loadGroups(
  groups: GroupCoordinator,
  partitions: readonly Partition[],
  clock: Clock,
): Promise<void> {
  const filled = partitions.filter(({ log }) => log.logEndOffset > log.logStartOffset)
  for (const { index } of filled) groups.beginLoading(index)
  for (const partition of filled) {
    await loadPartition(groups, partition, clock)
    groups.finishLoading(partition.index)
  }
}

async function loadPartition(groups: GroupCoordinator, { index, log }: Partition, clock: Clock): Promise<void> {
  let offset = log.logStartOffset
  while (offset < log.logEndOffset) {
    const { records } = log.read(offset, { maxBytes: loadBytes, minOneBatch: true })
    if (records.byteLength === 0) return
    for (const batch of batchesIn(records)) {
      replayBatch(groups, index, batch)
      offset = batch.nextOffset
    }
    await clock.yield()
  }
}

function replayBatch(groups: GroupCoordinator, index: number, batch: BatchView): void {
  if (batch.isControl) {
    const marker = endTransactionMarker(batch)
    if (marker === null) return
    const outcome = marker.result === 'commit' ? 'committed' : 'aborted'
    groups.replayTransactionEnd(index, { producerId: marker.producerId, outcome })
    return
  }
  const transactionalProducerId = batch.isTransactional ? batch.producerId : null
  for (const { key, value } of recordsIn(batch)) {
    if (key !== null) groups.replay(index, { key, value, transactionalProducerId })
  }
}
