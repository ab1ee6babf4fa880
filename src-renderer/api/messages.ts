import type { ScanEvent, ScanQuery } from '../../src-main/api/messages.ts'
import { client } from './client.ts'

export type {
  FieldPreview,
  Message,
  MessageRow,
  PartitionProgress,
  ScanQuery,
  ScanVerdict,
  StartPosition,
} from '../../src-main/api/messages.ts'
export type { CompressionCodec, Content, ProduceInput } from '../../src-main/api/producing.ts'

/** Runs a scan and hands on each of its events, until it ends or `signal` stops it. */
export async function scanMessages(
  query: ScanQuery,
  { onEvent, signal }: { onEvent: (event: ScanEvent) => void; signal: AbortSignal },
): Promise<void> {
  for await (const event of await client.messages.scan(query, { signal })) onEvent(event)
}
