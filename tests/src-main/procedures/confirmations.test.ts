import { describe, expect, test } from 'vitest'
import { noMarks } from '../../../src-main/api/connections.ts'
import { clusterChangeOf } from '../../../src-main/procedures/changes.ts'
import { confirmationOf } from '../../../src-main/procedures/confirmations.ts'
import { refusalOf } from '../../support/console-client.ts'
import { acl, allProcedures, changesOfClusters } from '../../support/every-change.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startConsole } from '../../support/start-console.ts'

const isAsked = (path: string): boolean => confirmationOf(path.split('.')) !== null
const changing = allProcedures.filter((path) => clusterChangeOf(path.split('.')) !== null)

/** They add, or can be taken back. The local cluster, which alone is wiped, cannot be marked. */
const asksForNothing = [
  'localCluster.loadSampleData',
  'localCluster.wipe',
  'producing.produce',
  'producing.resend',
  'reassignments.cancel',
  'reassignments.changeThrottle',
  'reassignments.removeThrottle',
  'redrives.resume',
  'redrives.run',
  'topics.clone',
  'topics.create',
  'transfers.produceMany',
]

test('every change of a cluster wants a name typed on production, or is known here to destroy nothing', () => {
  expect(changing.filter((path) => !isAsked(path)).toSorted()).toEqual(asksForNothing)
  expect(allProcedures.filter((path) => isAsked(path) && !changing.includes(path))).toEqual([])
})

/** What is to be typed. The two resets ask by what they skip: see the test of resets. */
const named: Readonly<Record<string, string>> = {
  'brokers.changeConfig': 'log.retention.ms',
  'topics.delete': 'orders',
  'topics.recreate': 'orders',
  'topics.purge': 'orders',
  'topics.addPartitions': 'orders',
  'topics.changeConfig': 'orders',
  'groups.deleteOffsets': 'billing',
  'groups.delete': 'billing',
  'access.createAcls': 'Production',
  'access.deleteAcls': 'Production',
  'access.setPassword': 'Production',
  'access.deleteUser': 'Production',
  'access.changeQuota': 'Production',
  'reassignments.start': 'orders',
  'transactions.abort': 'orders',
}

describe('what destroys something', { timeout: 120_000 }, () => {
  test('is named here, all of it', () => {
    const byInput = changing.filter((path) => isAsked(path) && !/^groups\.(apply|undo)Reset$/.test(path))
    expect(Object.keys(named).toSorted()).toEqual(byInput.toSorted())
  })

  // Nobody listens there: whatever gets past the confirmation ends with UNREACHABLE.
  const nowhere = { bootstrapServers: '127.0.0.1:1', isTried: false }

  test('is refused on a production cluster without the name, and with another one', async () => {
    await using console = await startConsole()
    const { calls } = console
    const marks = { ...noMarks, isProduction: true }
    const { id: clusterId } = await calls.clusters.connect({ ...nowhere, name: 'Production', marks })
    for (const [path, confirmedName] of Object.entries(named)) {
      const ask = changesOfClusters[path] ?? expect.fail(path)
      const without = await refusalOf(ask({ calls, clusterId }))
      const withAnother = await refusalOf(ask({ calls, clusterId, confirmedName: `${confirmedName} ` }))
      for (const { code, problem } of [without, withAnother]) {
        expect([path, code, problem.remedy]).toEqual([path, 'REJECTED', `Type ${confirmedName} exactly.`])
      }
      expect([path, (await refusalOf(ask({ calls, clusterId, confirmedName }))).code]).toEqual([path, 'UNREACHABLE'])
    }
    const { entries } = await calls.journal.list({ clusterId, outcome: 'failed', search: '', limit: 1000 })
    expect(entries.filter(({ problem }) => problem?.what === 'Nothing was changed.')).toHaveLength(30)
  })

  test('wants no name elsewhere, but a topic wants its own to be deleted; another one is refused everywhere', async () => {
    await using console = await startConsole()
    const { calls } = console
    const { id: clusterId } = await calls.clusters.connect({ ...nowhere, name: 'Playground' })
    for (const path of Object.keys(named)) {
      const ask = changesOfClusters[path] ?? expect.fail(path)
      const code = path === 'topics.delete' ? 'REJECTED' : 'UNREACHABLE'
      expect([path, (await refusalOf(ask({ calls, clusterId }))).code]).toEqual([path, code])
      expect((await refusalOf(ask({ calls, clusterId, confirmedName: 'another' }))).code).toBe('REJECTED')
    }
  })

  test('is a setting that may lose messages, an ACL that denies, and another password of a user who is there', async () => {
    await using broker = await startBroker()
    await using console = await startConsole()
    const { calls } = console
    const marks = { ...noMarks, isProduction: true }
    const { id: clusterId } = await calls.clusters.connect({ ...nowhere, name: 'Production', marks })
    const allowing = { ...acl, permission: 'allow' } as const
    const harmless = [
      calls.topics.changeConfig({ clusterId, topic: 'orders', name: 'compression.type', value: 'zstd' }),
      calls.access.createAcls({ clusterId, bindings: [allowing] }),
    ]
    for (const call of harmless) expect((await refusalOf(call)).code).toBe('UNREACHABLE')

    const { bootstrapServers } = broker
    const { id: other } = await calls.clusters.connect({ bootstrapServers, name: 'Payments', marks })
    const set = (password: string, confirmedName: string | null = null) =>
      calls.access.setPassword({
        clusterId: other,
        user: 'ada',
        password,
        mechanisms: ['SCRAM-SHA-256'],
        iterations: 4096,
        confirmedName,
      })
    await set('first')
    expect((await refusalOf(set('second'))).problem.remedy).toBe('Type Payments exactly.')
    await set('second', 'Payments')
  })
})
