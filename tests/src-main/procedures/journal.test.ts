import { describe, expect, test } from 'vitest'
import { noMarks } from '../../../src-main/api/connections.ts'
import { createTopic, local, produce, startCluster, text } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

const everything = { clusterId: null, outcome: null, search: '', limit: 1000 }

describe('the journal of what was done through the procedures', { timeout: 120_000 }, () => {
  test('has changes that were made and changes that were refused, and nothing that only reads', async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'orders', 2)
    await calls.topics.changeConfig({ ...local, topic: 'orders', name: 'retention.ms', value: '1000' })
    await refusalOf(calls.topics.changeConfig({ ...local, topic: 'orders', name: 'retention.ms', value: 'soon' }))
    await calls.topics.list(local)
    const { entries } = await calls.journal.list(everything)
    const told = entries.map(({ action, subject, outcome, user }) => [action, subject, outcome, user !== ''])
    expect(told).toEqual([
      ['topics.changeConfig', 'orders', 'failed', true],
      ['topics.changeConfig', 'orders', 'done', true],
      ['topics.create', 'orders', 'done', true],
    ])
    const [refused, changed, created] = entries
    expect(refused?.problem?.kafkaError).toBe('INVALID_CONFIG')
    expect(changed).toMatchObject({
      before: { source: 'default' },
      details: { name: 'retention.ms', value: '1000' },
      after: { 'retention.ms': '1000', source: 'topic' },
    })
    expect(created).toMatchObject({ before: null, after: { partitions: [[1], [1]] } })
    expect((await calls.journal.list({ ...everything, outcome: 'failed' })).entries).toHaveLength(1)
    expect((await calls.journal.list({ ...everything, search: 'create ORD' })).matchCount).toBe(1)
    expect((await calls.journal.list({ ...everything, clusterId: 'another' })).entries).toEqual([])
  })

  test('never holds what a message holds', async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'orders')
    await produce(calls, 'orders', { key: text('a secret key'), value: text('a secret value') })
    const { entries } = await calls.journal.list(everything)
    expect(entries[0]).toMatchObject({ action: 'producing.produce', subject: 'orders', outcome: 'done' })
    expect(JSON.stringify(entries)).not.toContain('secret')
  })

  test('has what was done to saved connections, and no secret of theirs', async () => {
    await using console = await startConsole()
    const { calls } = console
    const security = { tls: null, login: { mechanism: 'PLAIN', username: 'ada' } } as const
    const place = { bootstrapServers: '127.0.0.1:1', security, isTried: false }
    const secrets = { password: 'not to be told' }
    const { id: clusterId } = await calls.clusters.connect({ ...place, name: 'Staging', secrets })
    const marks = { ...noMarks, isProduction: true, isReadOnly: true }
    await calls.clusters.change({ ...place, clusterId, name: 'Production', marks, secrets: { password: 'nor that' } })
    const { text: exported } = await calls.clusters.export({ clusterIds: [clusterId], passphrase: 'a long passphrase' })
    await calls.clusters.forget({ clusterId })
    await calls.clusters.import({ text: exported, passphrase: 'a long passphrase' })
    await refusalOf(calls.clusters.import({ text: '{}', passphrase: null }))

    const { entries } = await calls.journal.list(everything)
    const told = entries.toReversed().map(({ action, subject, outcome }) => [action, subject, outcome])
    expect(told).toEqual([
      ['clusters.connect', 'Staging', 'done'],
      ['clusters.change', 'Staging', 'done'],
      ['clusters.forget', 'Production', 'done'],
      ['clusters.import', 'Production', 'done'],
      ['clusters.import', '', 'failed'],
    ])
    const [, imported, forgotten, changed, added] = entries
    expect(added).toMatchObject({
      clusterId,
      details: { secrets: ['password'] },
      before: null,
      after: { name: 'Staging', bootstrapServers: '127.0.0.1:1', keptSecrets: ['password'] },
    })
    expect(changed).toMatchObject({
      before: { name: 'Staging', marks: { isProduction: false, isReadOnly: false } },
      after: { name: 'Production', marks: { isProduction: true, isReadOnly: true } },
    })
    expect(forgotten).toMatchObject({ clusterId, before: { name: 'Production' }, after: null })
    expect(imported).toMatchObject({ details: { withSecrets: true }, before: [], after: ['Production'] })
    expect(JSON.stringify(entries)).not.toMatch(/not to be told|nor that|a long passphrase/)
  })
})
