import { expect, it, vi } from 'vitest'
import { liveValue } from '../../../src-renderer/api/live-value.ts'
import { patience } from '../../support/patience.ts'

/** A back end whose streams a test feeds and breaks. */
function startStreams() {
  const opened: { say: (value: string) => void; breakOff: () => void; isClosed: boolean }[] = []
  const open = async (signal: AbortSignal): Promise<AsyncIterable<string>> => {
    let wake = (): void => undefined
    const said: string[] = []
    let isBroken = false
    const stream = {
      isClosed: false,
      say: (value: string) => {
        said.push(value)
        wake()
      },
      breakOff: () => {
        isBroken = true
        wake()
      },
    }
    signal.addEventListener('abort', () => {
      stream.isClosed = true
      wake()
    })
    opened.push(stream)
    return (async function* () {
      while (!stream.isClosed) {
        const next = said.shift()
        if (next !== undefined) yield next
        else if (isBroken) throw new Error('The connection is lost')
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    })()
  }
  return { open, opened }
}

it('gives every reader the last value, over one stream', async () => {
  const { open, opened } = startStreams()
  const value = liveValue(open)
  const first = vi.fn<() => void>()
  value.subscribe(first)
  value.subscribe(vi.fn<() => void>())
  await vi.waitFor(() => expect(opened).toHaveLength(1), patience)
  opened[0]!.say('starting')
  opened[0]!.say('running')
  await vi.waitFor(() => expect(value.get()).toBe('running'), patience)
  expect(first).toHaveBeenCalled()
  expect(opened).toHaveLength(1)
})

it('opens the stream again when it breaks, and keeps the last value meanwhile', async () => {
  const { open, opened } = startStreams()
  const value = liveValue(open, { againAfterMs: 1 })
  value.subscribe(() => undefined)
  await vi.waitFor(() => expect(opened).toHaveLength(1), patience)
  opened[0]!.say('running')
  await vi.waitFor(() => expect(value.get()).toBe('running'), patience)
  opened[0]!.breakOff()
  await vi.waitFor(() => expect(opened).toHaveLength(2), patience)
  expect(value.get()).toBe('running')
  opened[1]!.say('stopped')
  await vi.waitFor(() => expect(value.get()).toBe('stopped'), patience)
})

it('goes on without a pause when one screen gives way to the next', async () => {
  const { open, opened } = startStreams()
  const value = liveValue(open, { closeAfterMs: 10_000 })
  const leave = value.subscribe(() => undefined)
  await vi.waitFor(() => expect(opened).toHaveLength(1), patience)
  leave()
  value.subscribe(() => undefined)
  opened[0]!.say('failed')
  await vi.waitFor(() => expect(value.get()).toBe('failed'), patience)
  expect(opened).toHaveLength(1)
})

it('closes the stream some time after the last reader has left, and opens it for the next one', async () => {
  const { open, opened } = startStreams()
  const value = liveValue(open, { closeAfterMs: 1 })
  value.subscribe(() => undefined)()
  await vi.waitFor(() => expect(opened[0]?.isClosed).toBe(true), patience)
  value.subscribe(() => undefined)
  await vi.waitFor(() => expect(opened).toHaveLength(2), patience)
})
