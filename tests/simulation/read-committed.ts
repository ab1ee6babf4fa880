import type { PartitionLog } from '../../broker/log/partition-log.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import type { KafkaClient } from '../support/kafka-connection.ts'
import { committedBatches, fetchCommitted } from '../support/transactions/transactional-client.ts'
import { SimulationFailure } from './partition-model.ts'

interface Committed {
  /** Of the records that a consumer of committed records gives out. */
  readonly offsets: ReadonlySet<bigint>
  readonly lastStableOffset: bigint
}

/** Reads a partition to its last stable offset, by as many requests as it takes. */
export async function readCommitted(client: KafkaClient, log: PartitionLog): Promise<Committed> {
  const offsets = new Set<bigint>()
  for (let offset = log.logStartOffset; ;) {
    const fetched = await fetchCommitted(client, { topic: log.topic, partition: log.partition, offset })
    if (fetched.errorCode !== 0) throw new SimulationFailure(`${log.directory} cannot be fetched: ${fetched.errorCode}`)
    for (const batch of committedBatches(fetched)) for (const record of recordsIn(batch)) offsets.add(record.offset)
    const end = [...batchesIn(fetched.records ?? new Uint8Array(0))].at(-1)?.nextOffset ?? offset
    if (end <= offset) return { offsets, lastStableOffset: fetched.lastStableOffset }
    offset = end
  }
}
