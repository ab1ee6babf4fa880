import { listOffsets } from '../../../broker/protocol/messages/list-offsets.ts'
import { batchesIn } from '../../../broker/records/batches.ts'
import type { RecordInput } from '../../../broker/records/record.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { fetchFrom, type Target } from '../kafka-requests.ts'
import { untilReady } from './until-ready.ts'

/** A record as text, so that two can be compared and a difference can be read. */
export interface RecordSeen {
  readonly offset: bigint
  readonly timestamp: bigint
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly string[]
}

export function recordSeen({
  offset,
  timestamp,
  key,
  value,
  headers,
}: RecordInput & { readonly offset: bigint }): RecordSeen {
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString())
  return {
    offset,
    timestamp,
    key: text(key),
    value: text(value),
    headers: (headers ?? []).map((header) => `${header.key}=${text(header.value)}`),
  }
}

/** All data records of a partition, in order. */
export async function readRecords(client: KafkaConnection, target: Target): Promise<RecordSeen[]> {
  const end = await offsetAt(client, target, -1n)
  let offset = await offsetAt(client, target, -2n)
  const seen: RecordSeen[] = []
  while (offset < end) {
    const { records } = await untilReady(() => fetchFrom(client, { ...target, offset, maxWaitMs: 100 }))
    const batches = [...batchesIn(records ?? new Uint8Array(0))]
    const wanted = batches.filter(({ isControl }) => !isControl).flatMap((batch) => [...recordsIn(batch)])
    seen.push(...wanted.filter((record) => record.offset >= offset).map(recordSeen))
    offset = batches.at(-1)?.nextOffset ?? offset
  }
  return seen
}

/** The offset that belongs to a timestamp; -1n is the end, -2n the start. */
export async function offsetAt(client: KafkaConnection, target: Target, timestamp: bigint): Promise<bigint> {
  const partitions = [{ partitionIndex: target.partition ?? 0, timestamp }]
  const topics = [{ name: target.topic, partitions }]
  const { offset } = await untilReady(async () => {
    const answer = await client.request(listOffsets, 7, { replicaId: -1, isolationLevel: 0, topics })
    return answer.topics[0]?.partitions[0] ?? { errorCode: -1, offset: -1n }
  })
  return offset
}
