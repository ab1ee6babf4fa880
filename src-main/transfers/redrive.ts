import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { RedriveEvent, RedriveOrder } from '../api/redrives.ts'
import { TopicDecoder, type DecodingSetup } from '../decoding/topic-decoder.ts'
import { compileFilter } from '../filters/record-filter.ts'
import type { FetchedBatch, PartitionRange, ReadProblem } from '../kafka/fetch-cursor.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { connectTo, type ClusterPlace } from '../scans/cluster-place.ts'
import type { FoundRow } from '../scans/found-row.ts'
import { readWindows, recordsOf } from '../scans/read-window.ts'
import { decodedContents } from '../scans/record-contents.ts'
import { RowSearch } from '../scans/row-search.ts'
import { planScan } from '../scans/scan-plan.ts'
import { forgetState, readState, writeState, type RedriveState } from './redrive-journal.ts'
import { RedriveWriter } from './redrive-writer.ts'
import { texts } from '../languages/texts.ts'
import { tellMeanwhile } from './tell-meanwhile.ts'

export interface RedriveTask {
  readonly place: ClusterPlace
  readonly targetPlace: ClusterPlace
  readonly setup: DecodingSetup
  /** Where the journal is. */
  readonly directory: string
  readonly what:
    | { readonly kind: 'dry-run' | 'run'; readonly order: RedriveOrder }
    | { readonly kind: 'resume'; readonly redriveId: string }
}

const progressEveryMs = 150
const roundRecords = 500
const roundBytes = 512 * 1024

/** Sends messages on, as its journal says how far it is. */
export async function* redrive(task: RedriveTask, signal: AbortSignal): AsyncGenerator<RedriveEvent, void, undefined> {
  const source = connectTo(task.place)
  const target = connectTo(task.targetPlace)
  try {
    const state = await stateOf(task, source)
    const run = new RedriveRun(task, { state, source, target, isOneCluster: await areOne(source, target) })
    yield* tellMeanwhile(run.toEnd(signal), { everyMs: progressEveryMs, tell: () => run.progress })
    yield await run.report(signal.aborted)
  } finally {
    source.close()
    target.close()
  }
}

/** Two connections may lead to one cluster. */
async function areOne(source: WireCluster, target: WireCluster): Promise<boolean> {
  const [left, right] = await Promise.all([source.metadata(), target.metadata()])
  return left.kafkaClusterId !== null && left.kafkaClusterId === right.kafkaClusterId
}

async function stateOf({ what, directory }: RedriveTask, source: WireCluster): Promise<RedriveState> {
  if (what.kind === 'resume') return readState(directory, what.redriveId)
  const plan = await planScan(source, what.order.source)
  const failed = plan.find(({ problem }) => problem !== null)
  if (failed) throw new Error(`Partition ${failed.partition} of ${what.order.source.topic}: ${failed.problem}`)
  const ranges = plan.flatMap(({ range }) =>
    range === null || range.endOffset === null
      ? []
      : [{ partition: range.partition, nextOffset: range.startOffset, endOffset: range.endOffset }],
  )
  return {
    version: 1,
    redriveId: randomUUID(),
    startedAt: BigInt(Date.now()),
    order: what.order,
    ranges,
    roundTime: BigInt(Date.now()),
    producers: [],
    matchedCount: 0,
    writtenCount: 0,
    failedCount: 0,
  }
}

interface RedriveParts {
  readonly state: RedriveState
  readonly source: WireCluster
  readonly target: WireCluster
  readonly isOneCluster: boolean
}

class RedriveRun {
  readonly #task: RedriveTask
  readonly #isDry: boolean
  readonly #source: WireCluster
  readonly #writer: RedriveWriter
  readonly #search: RowSearch
  readonly #decoder: TopicDecoder
  readonly #before: Pick<RedriveState, 'matchedCount' | 'writtenCount' | 'failedCount'>
  readonly #startedAtMs = Date.now()
  #state: RedriveState
  #waiting: FoundRow[] = []
  #scannedCount = 0
  #matchedCount = 0
  #stop: string | null = null

  constructor(task: RedriveTask, { state, source, target, isOneCluster }: RedriveParts) {
    const { order } = state
    this.#task = task
    this.#isDry = task.what.kind === 'dry-run'
    this.#source = source
    this.#state = state
    this.#before = state
    this.#matchedCount = state.matchedCount
    const isBack = isOneCluster || order.targetClusterId === order.source.clusterId
    this.#writer = new RedriveWriter(order, target, { isDry: this.#isDry, notTo: isBack ? order.source.topic : null })
    this.#writer.goOn(state.producers)
    const decoder = new TopicDecoder(order.source.topic, task.setup)
    this.#decoder = decoder
    this.#search = new RowSearch({
      filter: order.source.filter === null ? null : compileFilter(order.source.filter),
      readContents: decodedContents(() => decoder),
      isCommittedOnly: order.source.isolation === 'read-committed',
      showsControlRecords: false,
      contents: 'whole',
    })
  }

  get progress(): Extract<RedriveEvent, { type: 'progress' }> {
    return { type: 'progress', ...this.counts, waitingFor: this.#writer.waitingFor }
  }

  get counts() {
    return {
      scannedCount: this.#scannedCount,
      matchedCount: this.#matchedCount,
      writtenCount: this.#before.writtenCount + this.#writer.writtenCount,
      failedCount: this.#before.failedCount + this.#writer.failedCount,
    }
  }

  /** Partition by partition, so that a round depends only on where it begins. */
  async toEnd(signal: AbortSignal): Promise<void> {
    if (!this.#isDry) await writeState(this.#task.directory, this.#state)
    const { name: topic, topicId } = await this.#source.topic(this.#state.order.source.topic)
    for (const { partition, nextOffset, endOffset } of this.#state.ranges) {
      if (signal.aborted || this.#stop !== null) return
      if (nextOffset >= endOffset) continue
      const range = { topic, topicId, partition, startOffset: nextOffset, endOffset, stableOffset: endOffset }
      const problem = await this.#partition(range, signal)
      if (problem) this.#stop ??= problem.explanation
      if (signal.aborted || this.#stop !== null) return
      while (this.#waiting.length > 0 && this.#stop === null) await this.#round(signal)
      if (this.#stop === null && !signal.aborted) this.#advance(partition, endOffset)
    }
  }

  async #partition(range: PartitionRange, signal: AbortSignal): Promise<ReadProblem | null> {
    const stopping = new AbortController()
    const prepare = async (batches: readonly FetchedBatch[]): Promise<void> => {
      while (this.#stop === null && !signal.aborted && this.#roundLength() !== null) await this.#round(signal)
      if (this.#stop !== null) stopping.abort()
      if (this.#task.setup.registry !== null) await this.#decoder.prepare(recordsOf(batches))
    }
    const take = (_batch: FetchedBatch, found: { rows: FoundRow[]; recordCount: number }): void => {
      this.#scannedCount += found.recordCount
      this.#matchedCount += found.rows.length
      this.#waiting.push(...found.rows)
    }
    const both = AbortSignal.any([signal, stopping.signal])
    try {
      const reader = { cluster: this.#source, search: this.#search, signal: both, prepare }
      const [cursor] = await readWindows([{ range, take }], reader)
      return cursor?.problem ?? null
    } catch (error) {
      if (both.aborted) return null
      throw error
    }
  }

  /** How many of those that wait make a full round; null: more may belong to it. */
  #roundLength(): number | null {
    let bytes = 0
    for (const [index, { sizeBytes }] of this.#waiting.entries()) {
      bytes += sizeBytes
      if (index + 1 >= this.#mostInRound || bytes >= roundBytes) return index + 1
    }
    return null
  }

  get #mostInRound(): number {
    const { ratePerSecond } = this.#state.order
    return ratePerSecond === null ? roundRecords : Math.max(1, Math.min(roundRecords, Math.floor(ratePerSecond / 5)))
  }

  async #round(signal: AbortSignal): Promise<void> {
    const rows = this.#waiting.splice(0, this.#roundLength() ?? this.#waiting.length)
    const last = rows.at(-1)
    if (last === undefined) return
    const round = await this.#writer.map(rows)
    if (!this.#isDry) {
      // What is on disk is what this round can be made from again, the producers' numbers included.
      this.#state = { ...this.#state, producers: this.#writer.producers.map(withSequences) }
      await writeState(this.#task.directory, this.#state)
    }
    this.#stop = await this.#writer.write(round, this.#state.roundTime, signal)
    if (this.#stop !== null) return
    const { writtenCount, failedCount } = this.counts
    const matchedCount = writtenCount + failedCount
    this.#state = { ...this.#state, roundTime: BigInt(Date.now()), matchedCount, writtenCount, failedCount }
    this.#advance(last.partition, last.offset + 1n)
    await this.#keepRate(signal)
  }

  #advance(partition: number, nextOffset: bigint): void {
    const ranges = this.#state.ranges.map((range) => (range.partition === partition ? { ...range, nextOffset } : range))
    this.#state = { ...this.#state, ranges }
  }

  async #keepRate(signal: AbortSignal): Promise<void> {
    const { ratePerSecond } = this.#state.order
    if (ratePerSecond === null || this.#isDry) return
    const dueAtMs = this.#startedAtMs + (this.#writer.writtenCount / ratePerSecond) * 1000
    await delay(Math.max(0, dueAtMs - Date.now()), undefined, { signal }).catch(() => undefined)
  }

  async report(isStopped: boolean): Promise<Extract<RedriveEvent, { type: 'report' }>> {
    const { counts } = this
    const isAtEnd = !isStopped && this.#stop === null
    if (!this.#isDry) {
      if (isAtEnd) await forgetState(this.#task.directory, this.#state.redriveId)
      else if (this.#stop === null) {
        await writeState(this.#task.directory, { ...this.#state, producers: this.#writer.producers.map(withSequences) })
      }
    }
    const words = texts.transfers
    const sent = (this.#isDry ? words.wouldRedrive : words.redriven)(counts.writtenCount, counts.matchedCount)
    const failed = counts.failedCount > 0 ? ` ${words.cannotBeSentOn(counts.failedCount)}` : ''
    const why = this.#stop ?? (isStopped ? texts.transfers.stopped : '')
    return {
      type: 'report',
      ...counts,
      isComplete: isAtEnd && counts.failedCount === 0,
      explanation: `${sent}${failed} ${why}`.trim(),
      redriveId: this.#isDry || isAtEnd ? null : this.#state.redriveId,
      errors: this.#writer.errors,
      targets: this.#writer.targets,
      samples: this.#writer.samples,
    }
  }
}

function withSequences<Producer extends { readonly sequences: readonly (readonly [number, number])[] }>(
  producer: Producer,
) {
  return {
    ...producer,
    sequences: producer.sequences.map(([partition, sequence]): [number, number] => [partition, sequence]),
  }
}
