import { z } from 'zod'
import { partitionKey } from '../kafka/topic-partition.ts'
import type { LagSample, PartitionLag } from './lag-sample.ts'

/** A sample, and how long the next one was meant to take: more than that is a gap. */
export interface RecordedSample extends LagSample {
  readonly everyMs: number
}

const partitionLine = z.tuple([
  z.number(),
  z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable(),
  z.number().nullable(),
])
const sampleLine = z.object({ at: z.number(), every: z.number(), lag: z.record(z.string(), z.array(partitionLine)) })

/**
 * One sample as one line of JSON: `{"at":1790000000000,"every":10000,"lag":{"orders":[[0,"12",3400],[1,"0",0]]}}`, in each
 * partition its number, messages (as text: 64 bits) and milliseconds. The line end stands before the line, so that a line
 * that a crash has torn does not spoil the next one.
 */
export function writeSample({ at, everyMs, partitions }: RecordedSample): string {
  const lag: Record<string, [number, string | null, number | null][]> = {}
  for (const { topic, partition, messages, milliseconds } of partitions) {
    const lines = (lag[topic] ??= [])
    lines.push([partition, messages === null ? null : String(messages), milliseconds])
  }
  return `\n${JSON.stringify({ at, every: everyMs, lag })}`
}

/** The samples of a file in their order. Lines that cannot be understood are skipped. */
export function* readSamples(text: string): Generator<RecordedSample, void, undefined> {
  for (const line of text.split('\n')) {
    const sample = line === '' ? null : readSample(line)
    if (sample !== null) yield sample
  }
}

function readSample(line: string): RecordedSample | null {
  try {
    const { at, every, lag } = sampleLine.parse(JSON.parse(line))
    const partitions = Object.entries(lag).flatMap(([topic, lines]) =>
      lines.map(([partition, messages, milliseconds]) => ({
        topic,
        partition,
        messages: messages === null ? null : BigInt(messages),
        milliseconds,
      })),
    )
    return { at, everyMs: every, partitions }
  } catch {
    return null
  }
}

/** Several samples as one that keeps the peaks: in each partition the largest of what is known. */
export function peaksOf(samples: readonly LagSample[], at: number): LagSample {
  const peaks = new Map<string, PartitionLag>()
  for (const { partitions } of samples) {
    for (const each of partitions) {
      const key = partitionKey(each)
      const before = peaks.get(key)
      peaks.set(key, before === undefined ? each : largerOf(before, each))
    }
  }
  return { at, partitions: [...peaks.values()] }
}

function largerOf(a: PartitionLag, b: PartitionLag): PartitionLag {
  return {
    topic: a.topic,
    partition: a.partition,
    messages:
      a.messages === null ? b.messages : b.messages === null || a.messages > b.messages ? a.messages : b.messages,
    milliseconds: a.milliseconds === null ? b.milliseconds : Math.max(a.milliseconds, b.milliseconds ?? a.milliseconds),
  }
}
