import { defaultCompressionLevels, type Codec, type CompressionLevels } from '../records/codec.ts'
import type { TimestampType } from '../records/batch-view.ts'

/**
 * What a topic's configs say about its log, under Kafka's names. Durations in milliseconds, sizes in bytes. "Never" and "no
 * limit" are -1 where Kafka has -1, and any number beyond 2^53 where Kafka has 2^63-1.
 */
export interface LogConfig {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly segmentJitterMs: number
  readonly segmentIndexBytes: number
  readonly indexIntervalBytes: number
  /** The file of a new segment has its full size at once, and is cut when the segment is closed. */
  readonly preallocate: boolean
  readonly flushMessages: number
  readonly flushMs: number
  readonly retentionBytes: number
  readonly retentionMs: number
  readonly fileDeleteDelayMs: number
  readonly deleteRetentionMs: number
  readonly minCompactionLagMs: number
  readonly maxCompactionLagMs: number
  readonly minCleanableDirtyRatio: number
  /** Both may be set; neither means that nothing is ever deleted. */
  readonly cleanupPolicy: { readonly compact: boolean; readonly delete: boolean }
  readonly maxMessageBytes: number
  readonly compressionType: 'producer' | Codec
  readonly compressionLevels: CompressionLevels
  readonly messageTimestampType: TimestampType
  readonly messageTimestampBeforeMaxMs: number
  readonly messageTimestampAfterMaxMs: number
}

const never = Number(2n ** 63n - 1n)
const hourMs = 3_600_000

/** Kafka's defaults. */
export const defaultLogConfig: LogConfig = {
  segmentBytes: 1024 * 1024 * 1024,
  segmentMs: 168 * hourMs,
  segmentJitterMs: 0,
  segmentIndexBytes: 10 * 1024 * 1024,
  indexIntervalBytes: 4096,
  preallocate: false,
  flushMessages: never,
  flushMs: never,
  retentionBytes: -1,
  retentionMs: 168 * hourMs,
  fileDeleteDelayMs: 60_000,
  deleteRetentionMs: 24 * hourMs,
  minCompactionLagMs: 0,
  maxCompactionLagMs: never,
  minCleanableDirtyRatio: 0.5,
  cleanupPolicy: { compact: false, delete: true },
  maxMessageBytes: 1024 * 1024 + 12,
  compressionType: 'producer',
  compressionLevels: defaultCompressionLevels,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: never,
  messageTimestampAfterMaxMs: hourMs,
}
