import { randomUUID } from 'node:crypto'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { BatchView } from '../../broker/records/batch-view.ts'
import type { CompactionForecast as Forecast, ForetoldRecord } from '../api/segment-forecast.ts'
import type { Outlook } from '../api/segment-outlook.ts'
import type { FolderContents } from '../api/segments.ts'
import { texts } from '../languages/texts.ts'
import { AbortedTransactions, abortedEntries } from './aborted-transactions.ts'
import { CompactionForecast } from './compaction-forecast.ts'
import { foretellBatch } from './foretell-batch.ts'
import type { GoneShares } from './gone-shares.ts'
import { isDamage, LogFile } from './log-file.ts'
import { expireProducers, producersOf } from './log-producers.ts'
import { outlookOf } from './outlook.ts'
import { SegmentNotFoundError } from './segment-errors.ts'

export type ForecastEvent =
  | { readonly type: 'opened'; readonly forecastId: string }
  | { readonly type: 'status'; readonly forecast: Forecast }

interface OpenForecast {
  readonly forecast: CompactionForecast
  readonly aborted: AbortedTransactions
}

export interface ForecastInput {
  readonly contents: FolderContents
  readonly configs: Outlook['configs']
  readonly now: bigint
}

const stepMs = 12
const tellAfterMs = 100

/** The forecasts of compaction that somebody looks at. */
export class ForecastDesk {
  readonly #open = new Map<string, OpenForecast>()

  /** Plays a round through and stays open for who asks about batches and records. Nothing where the policy does not compact. */
  async *run({ contents, configs, now }: ForecastInput, signal: AbortSignal): AsyncGenerator<ForecastEvent> {
    const { directory, segments, start, files } = contents
    const state = yield* inTurns(producersOf({ directory, segments, files }), signal)
    if (state === null) return
    const openTransaction = state.firstUnstableOffset()
    expireProducers(state, now)
    const { compaction } = outlookOf({ configs, segments, start, openTransaction, now })
    if (compaction === null) return
    const retention = configs.find(({ name }) => name === 'delete.retention.ms')?.value ?? ''
    const aborted = abortedEntries(directory, files)
    const forecast = new CompactionForecast({
      directory,
      segments,
      firstDirtyOffset: compaction.firstDirtyOffset,
      firstUncleanableOffset: compaction.firstUncleanableOffset,
      openTransaction: compaction.openTransaction,
      lastOfProducer: new Map(
        [...state.entries()].map(({ producerId, producerEpoch, batches }) => [
          producerId,
          { lastOffset: batches.at(-1)?.lastOffset ?? null, producerEpoch },
        ]),
      ),
      aborted,
      deleteRetentionMs: /^\d+$/.test(retention) ? BigInt(retention) : 0n,
      now,
    })
    const forecastId = randomUUID()
    this.#open.set(forecastId, { forecast, aborted: new AbortedTransactions(aborted) })
    try {
      yield { type: 'opened', forecastId }
      yield* inTurns(forecast.run(), signal, () => ({ type: 'status', forecast: forecast.status }) as const)
      if (signal.aborted) return
      yield { type: 'status', forecast: forecast.status }
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve())
      })
    } finally {
      this.#open.delete(forecastId)
    }
  }

  /** Which part goes of batches of a file. Null: the round does not touch the file, or nobody asks any more. */
  sharesOf(forecastId: string, fileName: string): GoneShares | null {
    return this.#open.get(forecastId)?.forecast.sharesOf(fileName) ?? null
  }

  /** What the round does with each record of a batch; nothing of a file that it does not touch. */
  records(
    forecastId: string,
    { path, position, fileName }: { path: string; position: number; fileName: string },
  ): ForetoldRecord[] {
    const open = this.#open.get(forecastId)
    if (open === undefined) throw new SegmentNotFoundError(texts.segments.gone.closed)
    if (open.forecast.sharesOf(fileName) === null) return []
    using file = new LogFile(path)
    const place = file.placeAt(position)
    if (place === null || isDamage(place) || place.magic < 2) return []
    const view = new BatchView(bufferOf(file.bytes(position, place.sizeBytes)))
    const { round } = open.forecast
    const { keys } = round
    const isAborted = view.isTransactional && !view.isControl && open.aborted.has(view.producerId, view.baseOffset)
    const isObsoleteMarker = view.isControl && round.isObsoleteMarker(view.baseOffset)
    const found: ForetoldRecord[] = []
    foretellBatch(view, round, {
      isAborted,
      isObsoleteMarker,
      onFate: (fate, cursor) => {
        const latest = fate === 'overtaken' ? keys.latestOf(cursor) : null
        const canWait = isObsoleteMarker || (!view.isControl && cursor.valueLength < 0)
        found.push({
          fate,
          overtakenBy: latest === null ? null : keys.start + BigInt(latest),
          horizonMs: fate === 'stays' && canWait ? view.deleteHorizonMs : null,
        })
      },
    })
    return found
  }
}

/** Goes on for some milliseconds at a time, tells now and then, and gives what it came to; null when it was ended before. */
async function* inTurns<Result, Told>(
  work: Generator<void, Result, undefined>,
  signal: AbortSignal,
  tell?: () => Told,
): AsyncGenerator<Told, Result | null, undefined> {
  let toldAt = performance.now()
  while (!signal.aborted) {
    for (const until = performance.now() + stepMs; performance.now() < until;) {
      const step = work.next()
      if (step.done === true) return step.value
    }
    if (tell !== undefined && performance.now() - toldAt > tellAfterMs) {
      yield tell()
      toldAt = performance.now()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  work.return(undefined as never)
  return null
}
