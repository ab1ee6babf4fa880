import type { LagHistory, LagSeries } from '../api/lag.ts'
import { peaksOf, type RecordedSample } from './lag-lines.ts'
import type { LagSample, PartitionLag } from './lag-sample.ts'

/** So many points fit a screen. */
const mostPoints = 480
const mostPartitions = 12
/** A sample may be late; two that are missing are a gap. */
const patience = 2.5

/** What is between two points that follow each other: nothing was recorded, or nothing is missing. */
interface Point {
  readonly at: number
  /** Null: a gap. */
  readonly sample: LagSample | null
}

type Drawn = Pick<LagHistory, 'times' | 'messages' | 'milliseconds' | 'partitions' | 'partitionCount'>

/** Samples as a chart draws them: peaks where there are more than fit, gaps where there are none. */
export async function drawHistory(
  samples: AsyncIterable<RecordedSample> | Iterable<RecordedSample>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Drawn> {
  const points = await pointsOf(samples, Math.max(1, Math.ceil((to - from) / mostPoints)))
  const totals = points.map(({ sample }) => sample && totalOf(sample))
  const largest = largestPartitions(points)
  return {
    times: points.map(({ at }) => BigInt(at)),
    messages: totals.map((total) => total?.messages ?? null),
    milliseconds: totals.map((total) => total?.milliseconds ?? null),
    partitions: largest.slice(0, mostPartitions).map((partition) => seriesOf(partition, points)),
    partitionCount: largest.length,
  }
}

async function pointsOf(
  samples: AsyncIterable<RecordedSample> | Iterable<RecordedSample>,
  widthMs: number,
): Promise<Point[]> {
  const points: Point[] = []
  let window: RecordedSample[] = []
  const close = (): void => {
    const first = window[0]
    if (first !== undefined) {
      points.push({ at: first.at, sample: window.length === 1 ? first : peaksOf(window, first.at) })
    }
    window = []
  }
  for await (const sample of samples) {
    const last = window.at(-1)
    const isGap = last !== undefined && sample.at - last.at > last.everyMs * patience
    if (isGap || (window[0] !== undefined && sample.at - window[0].at >= widthMs)) close()
    if (isGap) points.push({ at: last.at + 1, sample: null })
    window.push(sample)
  }
  close()
  return points
}

interface Total {
  readonly messages: bigint | null
  readonly milliseconds: number | null
}

/** A sum that lacks a partition would be too low: it is none. */
function totalOf({ partitions }: LagSample): Total {
  const isWhole = partitions.every(({ messages }) => messages !== null)
  const waits = partitions.flatMap(({ milliseconds }) => (milliseconds === null ? [] : [milliseconds]))
  return {
    messages: isWhole ? partitions.reduce((sum, { messages }) => sum + (messages ?? 0n), 0n) : null,
    milliseconds: waits.length === partitions.length ? Math.max(0, ...waits) : null,
  }
}

/** All partitions, those with the largest lag first. */
function largestPartitions(points: readonly Point[]): PartitionLag[] {
  const peaks = peaksOf(
    points.flatMap(({ sample }) => (sample === null ? [] : [sample])),
    0,
  ).partitions
  return peaks.toSorted(
    (a, b) =>
      Number((b.messages ?? 0n) - (a.messages ?? 0n)) ||
      (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1),
  )
}

function seriesOf({ topic, partition }: PartitionLag, points: readonly Point[]): LagSeries {
  const found = points.map(({ sample }) =>
    sample?.partitions.find((each) => each.partition === partition && each.topic === topic),
  )
  return {
    topic,
    partition,
    messages: found.map((each) => each?.messages ?? null),
    milliseconds: found.map((each) => each?.milliseconds ?? null),
  }
}
