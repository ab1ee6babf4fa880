import { expect, test } from 'vitest'
import { WatchedValue } from '../../../src-main/streams/watched-value.ts'

test('a watcher gets the value at once and then each change', async () => {
  const weather = new WatchedValue('sun')
  const watching = weather.watch()
  expect((await watching.next()).value).toBe('sun')
  const next = watching.next()
  weather.set('rain')
  expect((await next).value).toBe('rain')
})

test('a slow watcher misses what lies between, and always gets the latest', async () => {
  const weather = new WatchedValue(0)
  const watching = weather.watch()
  await watching.next()
  for (let value = 1; value <= 1000; value++) weather.set(value)
  expect((await watching.next()).value).toBe(1000)
})

test('a watcher that waits ends when it is told to', async () => {
  const weather = new WatchedValue('sun')
  const leaving = new AbortController()
  const watching = weather.watch(leaving.signal)
  await watching.next()
  const next = watching.next()
  leaving.abort()
  expect((await next).done).toBe(true)
})

test('until waits for a value that fits', async () => {
  const count = new WatchedValue(0)
  const three = count.until((value) => value === 3)
  count.set(1)
  count.set(3)
  expect(await three).toBe(3)
})

test('until rejects when nobody waits any more', async () => {
  const leaving = new AbortController()
  const never = new WatchedValue(0).until((value) => value === 3, leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(never).rejects.toThrow('gone')
})
