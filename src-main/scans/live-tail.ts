import { setTimeout as delay } from 'node:timers/promises'
import { listOffsetsTimestamp } from '../../broker/protocol/list-offsets-timestamps.ts'
import type { PartitionProgress } from '../api/messages.ts'
import type { PartitionRange, ReadProblem } from '../kafka/fetch-cursor.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { listOffsets } from '../kafka/offsets.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { byTime } from './found-row.ts'
import { readWindows, type Window, type WindowReader } from './read-window.ts'
import type { RowStore } from './row-store.ts'
import type { ScanCounts } from './scan-counts.ts'

/** One partition of a live tail. */
export class TailLane {
  readonly range: PartitionRange
  position: bigint
  matchCount = 0
  problem: ReadProblem | null = null

  constructor(range: PartitionRange) {
    this.range = range
    this.position = range.startOffset
  }

  progress(): PartitionProgress {
    const { partition, startOffset } = this.range
    const { position, matchCount, problem } = this
    return {
      partition,
      startOffset,
      position,
      endOffset: position,
      matchCount,
      problem: problem?.explanation ?? null,
    }
  }
}

export interface LiveTail {
  readonly lanes: readonly TailLane[]
  readonly rows: RowStore
  readonly counts: ScanCounts
  /** How many of the newest rows stay. */
  readonly keptRowCount: number
  readonly changed: () => void
}

/**
 * Reads what is written from where the lanes stand, until the signal ends it. Rows come in the order in which they are
 * read; those of one answer, which are of several partitions, by time.
 *
 * @throws the reason of the signal
 */
export async function followTail(tail: LiveTail, reader: WindowReader): Promise<void> {
  const open = tail.lanes.filter(({ problem }) => problem === null)
  const windows = open.map((lane): Window => ({
    range: { ...lane.range, startOffset: lane.position },
    take: ({ batch }, findings, nextOffset) => {
      tail.counts.add(batch, findings)
      tail.counts.offsetCount += nextOffset - lane.position
      lane.position = nextOffset
      lane.matchCount += findings.rows.length
      for (const row of findings.rows.toSorted(byTime)) tail.rows.append(row)
      tail.rows.keepNewest(tail.keptRowCount)
      tail.changed()
    },
  }))
  const cursors = await readWindows(windows, reader)
  cursors.forEach((cursor, index) => {
    const lane = open[index]
    if (lane !== undefined) lane.problem = cursor.problem
  })
}

/** While a tail is paused: tells once a second how much has been written since. */
export async function watchWaiting(
  cluster: WireCluster,
  tail: LiveTail,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (waitingCount: bigint) => void },
): Promise<void> {
  while (!signal.aborted) {
    const questions = tail.lanes.map(({ range: { topic, partition } }) => ({
      topic,
      partition,
      timestamp: listOffsetsTimestamp.latest,
    }))
    try {
      const answers = await listOffsets(cluster, questions)
      const waiting = tail.lanes.map(({ position }, index) => {
        const end = answers[index]?.offset ?? position
        return end > position ? end - position : 0n
      })
      if (!signal.aborted) tell(waiting.reduce((sum, each) => sum + each, 0n))
    } catch (error) {
      // It is asked again; a cluster that cannot be reached is told of when the tail goes on.
      if (!(error instanceof KafkaClientError)) throw error
    }
    await delay(1000, undefined, { signal }).catch(() => undefined)
  }
}
