import { describe, expect, test } from 'vitest'
import { noMarks } from '../../../src-main/api/connections.ts'
import { produce as produceApi } from '../../../broker/protocol/messages/produce.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { deleteRecords } from '../../../broker/protocol/messages/delete-records.ts'
import { clusterChangeOf } from '../../../src-main/procedures/changes.ts'
import { connectTo } from '../../../src-main/scans/cluster-place.ts'
import { produce, scan, text } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { allProcedures, changesOfClusters } from '../../support/every-change.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startConsole } from '../../support/start-console.ts'

/** By what a program would call them: whatever of these does not change a cluster has to be known by name. */
const soundsLikeAChange =
  /\.(create|delete|add|apply|produce|run|resume|change|set|abort|alter|purge|remove|reset|undo|elect|reassign|move|recreate|clone|send|commit|write|grant|revoke|cancel|stop|expire|register|unregister|update)/i
const changesBrokkrOnly = [
  'settings.change',
  'clusters.change',
  'localCluster.stop',
  'localCluster.setSecureMode',
  'decoding.setRegistry',
  'decoding.addSchemaFile',
  'decoding.removeSchemaFile',
  'scans.stop',
  'scans.resume',
  'transfers.stop',
  'groups.deletedGroups',
  'groups.removeSnapshot',
]

describe('what each procedure does to a cluster', () => {
  test('is said of every one', () => {
    expect(allProcedures.length).toBeGreaterThan(80)
    for (const path of allProcedures) expect(() => clusterChangeOf(path.split('.'))).not.toThrow()
  })

  test('whoever sounds like a change and is said to be none is known here', () => {
    const harmless = allProcedures.filter(
      (path) => soundsLikeAChange.test(`.${path.split('.')[1]}`) && clusterChangeOf(path.split('.')) === null,
    )
    expect(harmless.filter((path) => !changesBrokkrOnly.includes(path))).toEqual([])
  })

  test('what nobody has said anything of is not done at all', () => {
    for (const path of [
      ['topics', 'somethingNew'],
      ['constructor'],
      ['topics', 'constructor'],
      ['topics', 'list', 'deeper'],
    ]) {
      expect(() => clusterChangeOf(path)).toThrow('Nobody has said')
    }
  })
})

const topicOf = (clusterId: string) => ({ clusterId, partitionCount: 1, replicationFactor: -1, configs: [] })

test('a cluster that is marked read-only is changed by nobody, and read as before', { timeout: 120_000 }, async () => {
  await using broker = await startBroker()
  await using console = await startConsole()
  const { calls } = console
  const { bootstrapServers } = broker
  const open = await calls.clusters.connect({ name: 'Open', bootstrapServers })
  await calls.topics.create({ ...topicOf(open.id), name: 'orders' })
  await produce(calls, 'orders', { clusterId: open.id, value: text('before') })
  const marks = { ...noMarks, isReadOnly: true }
  const { id: clusterId } = await calls.clusters.change({ clusterId: open.id, name: 'Prod', bootstrapServers, marks })

  // As a page would call that somebody else has written: the input fits, and is refused before anything else.
  const changing = allProcedures.filter((path) => clusterChangeOf(path.split('.')) !== null)
  // The first names its cluster only in a journal of its own, the others change the local cluster, which has no marks.
  const elsewhere = ['redrives.resume', 'localCluster.loadSampleData', 'localCluster.wipe']
  expect([...Object.keys(changesOfClusters), ...elsewhere].toSorted()).toEqual(changing.toSorted())
  const forged = { clusterId, topic: 'orders', confirmedName: 'orders', targetClusterId: 5 }
  const refusals = await Promise.all(
    [
      ...Object.values(changesOfClusters).map((ask) => ask({ calls, clusterId, confirmedName: 'orders' })),
      calls.topics.delete(forged),
    ].map(refusalOf),
  )
  for (const { code, problem } of refusals) {
    expect(code).toBe('REJECTED')
    expect(problem.why).toBe('The cluster Prod is marked read-only in Brokkr.')
  }
  const { rows } = await scan(calls, 'orders', { clusterId })
  expect(rows.map(({ value }) => value.text)).toEqual(['before'])
  expect(await calls.topics.list({ clusterId })).toMatchObject([{ name: 'orders', partitionCount: 1 }])

  await calls.clusters.change({ clusterId, name: 'Prod', bootstrapServers, marks: noMarks })
  await produce(calls, 'orders', { clusterId, value: text('after') })
})

test('behind the procedures, the socket sends no change either', async () => {
  await using broker = await startBroker()
  const { bootstrapServers } = broker
  const security = { tls: null, sasl: null }
  const cluster = connectTo({ bootstrapServers, security, isReadOnly: true })
  expect((await cluster.metadata(null)).topics.size).toBe(0)
  const topic = { name: 'orders', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
  const creating = cluster.request({ to: 'controller' }, createTopics, { topics: [topic], timeoutMs: 1000 })
  await expect(creating).rejects.toThrow('CreateTopics was not sent. The cluster is marked read-only')
  const purging = cluster.request({ to: 'any' }, deleteRecords, { topics: [], timeoutMs: 1000 })
  await expect(purging).rejects.toThrow('marked read-only')
  const connection = await cluster.connection({ to: 'any' })
  const unanswered = connection.requestWithoutResponse(produceApi, { acks: 0, timeoutMs: 1000, topicData: [] })
  await expect(unanswered).rejects.toThrow('marked read-only')
  cluster.close()
})
