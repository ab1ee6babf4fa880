import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PartitionLog } from '../../../broker/log/partition-log.ts'
import { batchesIn } from '../../../broker/records/batches.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import { buildEndTransactionMarker, endTransactionMarker } from '../../../broker/records/control-records.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'
import { memoryEnvironment } from '../../support/memory-environment.ts'
import { testLog, type TestLog } from '../../support/test-log.ts'

type Step =
  | {
      readonly kind: 'append'
      readonly keys: readonly string[]
      readonly isTombstone: boolean
      readonly codec: (typeof codecs)[number]
      /** 0 for none; the others write within transactions. */
      readonly producer: number
    }
  | { readonly kind: 'end'; readonly producer: number; readonly result: 'commit' | 'abort' }
  | { readonly kind: 'compact' | 'roll' | 'flush' | 'upkeep' }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'crash'; readonly afterOperations: number; readonly cutsPower: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
      isTombstone: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
      codec: fc.constantFrom(...codecs),
      producer: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      producer: fc.integer({ min: 1, max: 2 }),
      result: fc.constantFrom('commit' as const, 'abort' as const),
    }),
  },
  { weight: 6, arbitrary: fc.constantFrom('compact', 'roll', 'flush', 'upkeep').map((kind) => ({ kind })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 900 }).map((ms) => ({ kind: 'advance' as const, ms })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      afterOperations: fc.nat({ max: 30 }),
      cutsPower: fc.boolean(),
    }),
  },
)

describe('a compacted log', () => {
  it(
    'shows a reader from its start the latest value of every key, whatever happens',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), fc.nat(), async (steps, seed) => {
          const history = await History.begin(seed)
          for (const each of steps) await history.take(each)
          await history.settle()
        }),
        { seed: 20_260_722, numRuns: 400 },
      )
    },
  )
})

/** One entry of the log, as it was written; compaction may have taken it away since. */
type Entry =
  | { readonly kind: 'data'; readonly key: string; readonly value: string | null; readonly producer: number }
  | { readonly kind: 'marker'; readonly producer: number; readonly result: 'commit' | 'abort' }

class Killed extends Error {}

const config = {
  cleanupPolicy: { compact: true, delete: false },
  minCleanableDirtyRatio: 0,
  segmentBytes: 400,
  indexIntervalBytes: 100,
  deleteRetentionMs: 1000,
  fileDeleteDelayMs: 500,
}

/** A log with its model; a round of compaction goes on, a batch at a time, while other steps are taken. */
class History {
  readonly #entries = new Map<bigint, Entry>()
  #log: TestLog
  #round: Promise<unknown> = Promise.resolve()
  #isRoundOver = true
  #firstDirtyOffset = 0n
  #operationsLeft = Infinity
  #isDead = false
  #cutsPower = false
  #written = 0

  private constructor(log: TestLog) {
    this.#log = log
    log.environment.disk.onOperation(() => {
      this.#operationsLeft -= 1
      this.#isDead ||= this.#operationsLeft < 0
      if (this.#isDead) throw new Killed('The process is dead.')
    })
  }

  static async begin(seed: number): Promise<History> {
    const environment = memoryEnvironment(seed)
    environment.disk.makeDirectory('/data')
    environment.disk.syncDirectory('/')
    return new History(await testLog(config, { environment }))
  }

  async take(each: Step): Promise<void> {
    try {
      await this.#act(each)
      // A round that is under way comes a little further.
      for (let turn = 0; turn < 3; turn++) await Promise.resolve()
      if (!this.#isDead) this.#check()
    } catch (error) {
      if (!this.#isDead) throw error
    }
    if (this.#isDead) await this.#restart()
  }

  /** Everything that was begun comes to its end. */
  async settle(): Promise<void> {
    await this.#round
    if (this.#isDead) await this.#restart()
    this.#operationsLeft = Infinity
    this.#check()
    await this.take({ kind: 'roll' })
    await this.take({ kind: 'compact' })
    await this.#round
    this.#check()
    this.#log = await this.#log.restart()
    this.#check()
  }

  async #act(each: Step): Promise<void> {
    const { log, environment } = this.#log
    switch (each.kind) {
      case 'append':
        return this.#append(each)
      case 'end':
        if (!this.#isOpen(each.producer)) return
        this.#entries.set(log.logEndOffset, { kind: 'marker', producer: each.producer, result: each.result })
        log.append(markerOf(each.producer, each.result), { leaderEpoch: 0, origin: 'coordinator' })
        return
      case 'compact':
        return this.#compact(log)
      case 'roll':
        return log.roll()
      case 'flush':
        return log.flush()
      case 'upkeep':
        await log.upkeep()
        return
      case 'advance':
        return environment.clock.advance(each.ms)
      case 'crash':
        this.#operationsLeft = each.afterOperations
        this.#cutsPower = each.cutsPower
    }
  }

  #append({ keys, isTombstone, codec, producer }: Extract<Step, { readonly kind: 'append' }>): void {
    const { log, environment } = this.#log
    const timestamp = BigInt(environment.clock.now())
    const values = keys.map((key) => ({ key, value: isTombstone ? null : `${key}${(this.#written += 1)}` }))
    values.forEach((data, index) =>
      this.#entries.set(log.logEndOffset + BigInt(index), { kind: 'data', producer, ...data }),
    )
    const records = values.map(({ key, value }) => ({
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      timestamp,
    }))
    const inTransaction = {
      producerId: BigInt(producer),
      producerEpoch: 0,
      baseSequence: this.#nextSequence(producer),
      isTransactional: true,
    }
    log.append(buildBatch(records, producer === 0 ? { codec } : { codec, ...inTransaction }), { leaderEpoch: 0 })
  }

  #nextSequence(producer: number): number {
    return (this.#log.log.producer(BigInt(producer))?.lastSequence ?? -1) + 1
  }

  #compact(log: PartitionLog): void {
    const need = log.compactionNeed(this.#firstDirtyOffset)
    if (!this.#isRoundOver || need === null) return
    this.#isRoundOver = false
    const round = log.compact(need, { isCancelled: () => this.#isDead, stepBytes: 1 }).then((next) => {
      if (next !== null) this.#firstDirtyOffset = next
    })
    this.#round = round.then(
      () => void (this.#isRoundOver = true),
      (error: unknown) => {
        this.#isRoundOver = true
        if (!this.#isDead) throw error
      },
    )
  }

  async #restart(): Promise<void> {
    await this.#round.catch(() => {})
    const { environment, log } = this.#log
    const { recoveryPoint } = log
    environment.disk.kill()
    if (this.#cutsPower) environment.disk.cutPower(environment.random, { losesNames: true })
    this.#operationsLeft = Infinity
    this.#isDead = false
    this.#isRoundOver = true
    const known = environment.random.integer(2) === 0 ? 0n : recoveryPoint
    this.#log = await this.#log.reopen({ recoveryPoint: known })
    const end = this.#log.log.logEndOffset
    if (this.#cutsPower) expect(end).toBeGreaterThanOrEqual(recoveryPoint)
    for (const offset of this.#entries.keys()) if (offset >= end) this.#entries.delete(offset)
    if (this.#firstDirtyOffset > end) this.#firstDirtyOffset = 0n
    this.#check()
  }

  #isOpen(producer: number): boolean {
    const own = [...this.#entries].filter(([, entry]) => entry.producer === producer).sort(byOffset)
    return own.at(-1)?.[1].kind === 'data'
  }

  #check(): void {
    const { log } = this.#log
    const expected = this.#committedLatest(log.lastStableOffset)
    const seen = readCommitted(log, this.#entries)
    for (const [key, { offset, value }] of expected) {
      const found = seen.get(key)
      // What a tombstone has deleted may be gone with the tombstone.
      if (value === null && found === undefined) continue
      expect(found, `the latest of ${key}`).toEqual({ offset, value })
    }
    for (const key of seen.keys()) expect(expected.has(key)).toBe(true)
  }

  /** By key, of what is committed before the offset. */
  #committedLatest(before: bigint): Map<string, { offset: bigint; value: string | null }> {
    const latest = new Map<string, { offset: bigint; value: string | null }>()
    const ends = [...this.#entries].sort(byOffset)
    for (const [offset, entry] of ends) {
      if (entry.kind === 'marker' || offset >= before) continue
      const end = ends.find(
        ([at, other]) => at > offset && other.kind === 'marker' && other.producer === entry.producer,
      )
      const isCommitted = entry.producer === 0 || (end?.[1].kind === 'marker' && end[1].result === 'commit')
      if (isCommitted) latest.set(entry.key, { offset, value: entry.value })
    }
    return latest
  }
}

function byOffset([a]: readonly [bigint, unknown], [b]: readonly [bigint, unknown]): number {
  return a < b ? -1 : 1
}

function markerOf(producer: number, result: 'commit' | 'abort'): Buffer {
  const timestamp = 1_700_000_000_000n
  return buildEndTransactionMarker({
    producerId: BigInt(producer),
    producerEpoch: 0,
    coordinatorEpoch: 0,
    result,
    timestamp,
  })
}

/** The last value of each key that a consumer with `read_committed` is given from the start of the log. */
function readCommitted(log: PartitionLog, entries: ReadonlyMap<bigint, Entry>) {
  const seen = new Map<string, { offset: bigint; value: string | null }>()
  let next = log.logStartOffset
  for (;;) {
    const read = log.read(next, { maxBytes: 300, minOneBatch: true, isolation: 'committed' })
    if (read.records.length === 0) return seen
    const starts = [...(read.abortedTransactions ?? [])].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
    const aborted = new Set<bigint>()
    for (const batch of batchesIn(read.records)) {
      next = batch.nextOffset
      while (starts[0] !== undefined && starts[0].firstOffset <= batch.lastOffset) {
        aborted.add(starts[0].producerId)
        starts.shift()
      }
      if (batch.isControl && endTransactionMarker(batch)?.result === 'abort') aborted.delete(batch.producerId)
      if (batch.isControl || (batch.isTransactional && aborted.has(batch.producerId))) continue
      for (const { offset, key, value } of recordsIn(batch)) {
        const data = entries.get(offset)
        const text = value === null ? null : Buffer.from(value).toString()
        expect(data).toMatchObject({ kind: 'data', key: Buffer.from(key ?? []).toString(), value: text })
        seen.set(Buffer.from(key ?? []).toString(), { offset, value: text })
      }
    }
  }
}
