import { expect, test } from 'vitest'
import { createTopic, local, produce, scan, startCluster, text } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

const TOO_LARGE = 2n ** 70n
const LARGEST = 2n ** 63n - 1n

test('absurd input is refused with a reason, or answered; nothing breaks', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls } = console
  await startCluster(console)
  await createTopic(calls, 'orders')
  await produce(calls, 'orders')
  const message = { ...local, topic: 'orders', partition: 0 }
  const folder = { ...local, folder: 'orders-0' }
  const file = { ...folder, fileName: '00000000000000000000.log' }
  const reset = { ...local, groupId: 'g', scope: [{ topic: 'orders', partitions: null }] }
  const refused = [
    produce(calls, 'orders', { timestamp: TOO_LARGE }),
    produce(calls, 'orders', { timestamp: -2n }),
    calls.messages.get({ ...message, offset: -1n }),
    calls.messages.get({ ...message, offset: TOO_LARGE }),
    scan(calls, 'orders', { start: { at: 'offset', offset: TOO_LARGE } }),
    scan(calls, 'orders', { start: { at: 'timestamp', timestamp: -2n } }),
    calls.groups.previewReset({ ...reset, strategy: { to: 'timestamp', timestamp: -1n } }),
    calls.groups.previewReset({ ...reset, strategy: { to: 'shift', by: TOO_LARGE } }),
    calls.groups.previewReset({ ...reset, strategy: { to: 'duration', durationMs: -1n } }),
    calls.groups.previewReset({ ...reset, strategy: { to: 'csv', csv: 'x'.repeat(4_000_001) } }),
    calls.groups.previewReset({ ...reset, scope: [], strategy: { to: 'earliest' } }),
    calls.groups.applyReset({
      ...local,
      groupId: 'g',
      strategy: { to: 'offset', offset: 0n },
      offsets: [{ topic: 'orders', partition: 0, offset: -1n }],
    }),
    calls.lag.history({ ...local, groupId: 'g', from: -1n, to: TOO_LARGE }),
    calls.segments.records({ ...file, position: -1 }),
    calls.segments.records({ ...file, position: 2 ** 60 }),
    calls.segments.locate({ ...folder, target: { kind: 'offset', offset: -1n } }),
    calls.segments.file({ ...file, from: 0, count: 1_000_000 }),
    calls.groups.describe({ ...local, groupId: '' }),
    calls.topics.configs({ ...local, topic: '' }),
  ]
  for (const { code } of await Promise.all(refused.map(refusalOf))) expect(code).toBe('REJECTED')

  const missing = [
    calls.messages.get({ ...message, offset: LARGEST }),
    calls.segments.records({ ...file, position: Number.MAX_SAFE_INTEGER }),
    calls.segments.records({ ...file, fileName: '../orders-0/00000000000000000000.log', position: 0 }),
    calls.segments.folder({ ...local, folder: '../orders-0' }),
    calls.segments.folder({ ...local, folder: 'orders-9' }),
    calls.segments.map({ surveyId: 'none', from: 0, to: 1, pieces: 1 }),
  ]
  for (const { code } of await Promise.all(missing.map(refusalOf))) expect(code).toBe('NOT_FOUND')

  const far = await calls.segments.locate({ ...folder, target: { kind: 'offset', offset: LARGEST } })
  expect(far).toMatchObject({ outcome: 'after-end', fileName: null, firstOffset: 0n, nextOffset: 1n })
  const beyond = await scan(calls, 'orders', { start: { at: 'offset', offset: LARGEST } })
  expect(beyond).toMatchObject({ rows: [], verdict: { isComplete: true } })
  const late = await scan(calls, 'orders', { start: { at: 'timestamp', timestamp: LARGEST } })
  expect(late).toMatchObject({ rows: [], verdict: { isComplete: true } })
  const written = await produce(calls, 'orders', { headers: [{ key: '\uD800', value: text('lone') }], timestamp: 0n })
  expect(written).toMatchObject({ partition: 0, offset: 1n })
  expect(await calls.topics.figures({ ...local, topics: ['orders'] })).toMatchObject([{ messageCount: 2n }])
})
