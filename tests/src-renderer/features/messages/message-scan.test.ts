import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { scanMessages, ScanQuery } from '../../../../src-renderer/api/messages.ts'
import { LIVE_CAPACITY, MessageScan } from '../../../../src-renderer/features/messages/message-scan.ts'
import { rowAt } from './message-row.ts'

vi.mock('../../../../src-renderer/api/client.ts', () => ({ client: {} }))

type OnEvent = Parameters<typeof scanMessages>[1]['onEvent']

const QUERY: ScanQuery = {
  clusterId: 'local',
  topic: 'orders',
  partitions: null,
  start: { at: 'newest' },
  contains: null,
  isCaseSensitive: false,
  limit: 100,
}
const LIVE: ScanQuery = { ...QUERY, start: { at: 'live' } }

const rows = (...offsets: number[]) => ({
  type: 'rows' as const,
  rows: offsets.map((offset) => rowAt({ timestamp: BigInt(offset), partition: 0, offset: BigInt(offset) })),
})

/** A scan whose back end is played by the test. */
function scanInHand() {
  const runs: {
    query: ScanQuery
    emit: OnEvent
    end: () => void
    fail: (error: Error) => void
    signal: AbortSignal
  }[] = []
  const scan = new MessageScan(
    (query, { onEvent, signal }) =>
      new Promise<void>((resolve, reject) => {
        runs.push({ query, emit: onEvent, end: resolve, fail: reject, signal })
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  )
  const publications: number[] = []
  scan.subscribe(() => publications.push(scan.state().rows?.length ?? -1))
  const run = () => {
    const latest = runs.at(-1)
    if (!latest) throw new Error('no scan was started')
    return latest
  }
  return { scan, run, publications, offsets: () => scan.state().rows?.map(({ offset }) => Number(offset)) }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a scan', () => {
  test('shows the first rows at once, and what follows in few publications', async () => {
    const { scan, run, publications, offsets } = scanInHand()
    void scan.start(QUERY)
    publications.length = 0
    run().emit(rows(1))
    expect(publications).toEqual([1])
    for (let offset = 2; offset <= 500; offset++) run().emit(rows(offset))
    await vi.advanceTimersByTimeAsync(100)
    expect(publications).toEqual([1, 100])
    expect(offsets()?.[0]).toBe(500)
  })

  test('keeps the rows of before until there are others', async () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start(QUERY)
    run().emit(rows(1, 2))
    run().end()
    await settle()
    void scan.start(QUERY)
    expect(offsets()).toEqual([2, 1])
    run().emit(rows(7))
    expect(offsets()).toEqual([7])
  })

  test('does not pass rows of before for what was found', () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start(QUERY)
    run().emit(rows(1, 2))
    void scan.start({ ...QUERY, contains: 'x' })
    expect(offsets()).toEqual([])
  })

  test('ends with its verdict, and with no rows when there are none', async () => {
    const { scan, run } = scanInHand()
    void scan.start(QUERY)
    run().emit({ type: 'verdict', verdict: { isComplete: true, reason: 'complete', explanation: 'All.' } })
    run().end()
    await settle()
    expect(scan.state()).toMatchObject({ phase: 'ended', rows: [], verdict: { isComplete: true } })
  })

  test('that is stopped says so, ends the call, and keeps what was found', async () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start({ ...QUERY, contains: 'x' })
    run().emit(rows(3))
    scan.stop()
    await settle()
    expect(run().signal.aborted).toBe(true)
    expect(scan.state()).toMatchObject({ phase: 'ended', verdict: { isComplete: false, reason: 'stopped' } })
    expect(offsets()).toEqual([3])
  })

  test('that is replaced is ended, and what it still sends is not shown', async () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start(QUERY)
    const first = run()
    void scan.start(QUERY)
    first.emit(rows(1))
    await settle()
    expect(first.signal.aborted).toBe(true)
    expect(offsets()).toBeUndefined()
    expect(scan.state().phase).toBe('running')
  })

  test('that fails keeps its error', async () => {
    const { scan, run } = scanInHand()
    void scan.start(QUERY)
    run().fail(new Error('gone'))
    await settle()
    expect(scan.state()).toMatchObject({ phase: 'failed', error: new Error('gone') })
  })
})

describe('a live tail', () => {
  test('that is paused stands still and counts what arrives', async () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start(LIVE)
    run().emit(rows(1))
    scan.pause()
    run().emit(rows(2, 3))
    await vi.advanceTimersByTimeAsync(100)
    expect(offsets()).toEqual([1])
    expect(scan.state().waitingCount).toBe(2)
    scan.resume()
    expect(offsets()).toEqual([3, 2, 1])
    expect(scan.state()).toMatchObject({ isPaused: false, waitingCount: 0 })
  })

  test('holds the newest only and counts what it has dropped', async () => {
    const { scan, run, offsets } = scanInHand()
    void scan.start(LIVE)
    run().emit(rows(...Array.from({ length: LIVE_CAPACITY }, (_, offset) => offset)))
    run().emit(rows(LIVE_CAPACITY, LIVE_CAPACITY + 1))
    await vi.advanceTimersByTimeAsync(1000)
    expect(offsets()).toHaveLength(LIVE_CAPACITY)
    expect(offsets()?.[0]).toBe(LIVE_CAPACITY + 1)
    expect(scan.state().droppedCount).toBe(2)
  })
})
