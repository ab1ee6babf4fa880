import { describe, expect, test } from 'vitest'
import { createTopic, local, produce, scan, startCluster, text } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

describe('messages', () => {
  test('null, empty, text, bytes and every codec are exact', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'exact')
    const bytes = Buffer.from('00ff80c3', 'hex').toString('base64')
    const contents = [
      { kind: 'null' },
      { kind: 'text', text: '' },
      { kind: 'text', text: 'ü' },
      { kind: 'base64', base64: bytes },
    ] as const
    for (const [index, compression] of (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).entries()) {
      const value = contents[index % contents.length] ?? contents[0]
      const written = await produce(calls, 'exact', {
        key: value,
        value,
        compression,
        timestamp: BigInt(index),
        headers: [{ key: '', value }],
      })
      expect(written).toEqual({ partition: 0, offset: BigInt(index), timestamp: BigInt(index) })
      const read = await calls.messages.get({ ...local, topic: 'exact', partition: 0, offset: BigInt(index) })
      const base64 =
        value.kind === 'null' ? null : value.kind === 'text' ? Buffer.from(value.text).toString('base64') : value.base64
      expect(read).toMatchObject({
        keyBase64: base64,
        valueBase64: base64,
        headers: [{ key: '', valueBase64: base64 }],
        timestamp: BigInt(index),
        batch: { compression, recordCount: 1, producerId: -1n },
      })
    }
    const { rows } = await scan(calls, 'exact')
    expect(rows.map(({ value }) => value.kind)).toEqual(['null', 'empty', 'text', 'binary', 'null'])
  })

  test('what cannot be written or read says what to change', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'small')
    await calls.topics.changeConfig({ ...local, topic: 'small', name: 'max.message.bytes', value: '200' })
    const tooLarge = await refusalOf(produce(calls, 'small', { value: text('x'.repeat(1000)) }))
    expect(tooLarge).toMatchObject({ code: 'REJECTED', problem: { kafkaError: 'MESSAGE_TOO_LARGE' } })
    const nowhere = await refusalOf(produce(calls, 'small', { partition: 4 }))
    expect(nowhere.problem.why).toBe('Topic small has no partition 4: it has one partition, 0.')
    const missing = await refusalOf(calls.messages.get({ ...local, topic: 'small', partition: 0, offset: 7n }))
    expect(missing.code).toBe('NOT_FOUND')
    expect((await refusalOf(scan(calls, 'nothing'))).code).toBe('NOT_FOUND')
  })
})
