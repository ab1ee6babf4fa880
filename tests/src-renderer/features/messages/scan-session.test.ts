import { describe, expect, test } from 'vitest'
import type { ScanRequest } from '../../../../src-renderer/api/scans.ts'
import { ScanSession } from '../../../../src-renderer/features/messages/scan-session.ts'
import { ALL_OF_ORDERS, scriptedSource, statusOf } from './scans.ts'

/** A session whose scan is open. */
function opened(request: Partial<ScanRequest> = {}) {
  const source = scriptedSource()
  const session = new ScanSession(source)
  void session.start({ ...ALL_OF_ORDERS, ...request })
  return { source, session }
}

const LIVE: Partial<ScanRequest> = { start: { at: 'end' }, end: { at: 'never' }, order: 'oldest' }

describe('rows in sight', () => {
  test('only they are asked for, however many there are', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 1_000_000 }))
    await source.settle()
    expect(source.asked).toEqual([{ from: 0, count: 50 }])
    expect(session.state().rowCount).toBe(1_000_000)
    session.want({ counted: 'from-first', start: 999_990, end: 1_000_000 })
    await source.settle()
    expect(source.asked.at(-1)).toEqual({ from: 999_990, count: 10 })
    expect(session.rowAt(999_999)?.offset).toBe(999_999n)
    expect(session.rowAt(0)).toBeUndefined()
  })

  test('scrolling through what is here asks for nothing', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 500 }))
    await source.settle()
    session.want({ counted: 'from-first', start: 0, end: 300 })
    await source.settle()
    const before = source.asked.length
    session.want({ counted: 'from-first', start: 100, end: 140 })
    await source.settle()
    expect(source.asked).toHaveLength(before)
  })

  test('what comes into sight while others are under way is asked for afterwards', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 400 }))
    session.want({ counted: 'from-first', start: 300, end: 320 })
    await source.settle()
    expect(source.asked).toEqual([
      { from: 0, count: 50 },
      { from: 300, count: 50 },
    ])
    expect(session.rowAt(300)).toBeDefined()
  })

  test('after another revision they are asked for again', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 10 }))
    await source.settle()
    source.tell(statusOf({ rowCount: 10, revision: 1 }))
    await source.settle()
    expect(source.asked).toHaveLength(2)
    expect(session.rowAt(9)).toBeDefined()
  })

  test('of a live tail they are the newest, and stand there when they are counted', async () => {
    const { source, session } = opened(LIVE)
    source.tell(statusOf({ rowCount: 0 }))
    session.want({ counted: 'from-last', start: 0, end: 0 })
    source.tell(statusOf({ rowCount: 1 }))
    expect(session.state().rowCount).toBe(0)
    await source.settle()
    expect(session.state().rowCount).toBe(1)
    expect(session.rowAt(0)).toBeDefined()
    source.tell(statusOf({ firstRow: 5000, rowCount: 15_000, revision: 1 }))
    await source.settle()
    expect(source.asked.at(-1)).toEqual({ from: 14_950, count: 50 })
    expect(session.state()).toMatchObject({ firstRow: 5000, rowCount: 15_000 })
  })
})

describe('one scan after the other', () => {
  test('the rows of the one before stay until the next one has its first', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 3, phase: 'ended' }))
    await source.settle()
    void session.start({ ...ALL_OF_ORDERS, order: 'oldest' })
    expect(session.state()).toMatchObject({ phase: 'opening', rowCount: 3 })
    source.tell(statusOf({ rowCount: 0 }))
    expect(session.state().rowCount).toBe(3)
    source.tell(statusOf({ rowCount: 7 }))
    await source.settle()
    expect(session.state().rowCount).toBe(7)
  })

  test('rows of before never pass for what was found', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 3, phase: 'ended' }))
    await source.settle()
    const filter = { kind: 'text', text: 'x', isCaseSensitive: false, parts: null } as const
    void session.start({ ...ALL_OF_ORDERS, filter })
    expect(session.state().rowCount).toBe(0)
  })

  test('a scan that has found nothing shows nothing', async () => {
    const { source, session } = opened()
    source.tell(statusOf({ rowCount: 3, phase: 'ended' }))
    await source.settle()
    void session.start(ALL_OF_ORDERS)
    source.tell(statusOf({ rowCount: 0, phase: 'ended' }))
    expect(session.state()).toMatchObject({ phase: 'ended', rowCount: 0 })
  })

  test('one that cannot be opened says why', async () => {
    const source = { ...scriptedSource(), open: () => Promise.reject(new Error('no such topic')) }
    const session = new ScanSession(source)
    await session.start(ALL_OF_ORDERS)
    expect(session.state()).toMatchObject({ phase: 'failed', rowCount: 0, error: new Error('no such topic') })
  })
})

test('stop, pause, resume and going on are told to the back end', async () => {
  const { source, session } = opened()
  await session.pause()
  await session.resume()
  await session.stop()
  await session.more(40)
  expect(source.acts).toEqual(['pause', 'resume', 'stop', 'more 40'])
})
