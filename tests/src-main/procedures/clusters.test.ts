import { describe, expect, test } from 'vitest'
import type { ConnectionState } from '../../../src-main/api/clusters.ts'
import { createTopic, local, startCluster } from '../../support/console-acts.ts'
import { connectToConsole, firstOf, refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

describe('clusters', () => {
  test(
    'one that answers is saved and watched; one that does not is refused and not saved',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const { bootstrapServers, processId } = await startCluster(console)
      const saved = await calls.clusters.connect({ name: 'Mine', bootstrapServers })
      expect(await calls.clusters.list()).toEqual([expect.objectContaining({ id: 'local' }), saved])
      const ofSaved = { clusterId: saved.id }
      const isConnected = ({ state }: ConnectionState) => state === 'connected'
      expect(await firstOf(calls.clusters.watchConnection(ofSaved), isConnected)).toMatchObject({
        brokerCount: 1,
        version: '4.3',
      })
      expect((await refusalOf(calls.segments.open(ofSaved))).code).toBe('REJECTED')
      process.kill(processId, 'SIGKILL')
      const lost = await firstOf(calls.clusters.watchConnection(ofSaved), ({ state }) => state === 'reconnecting')
      expect(lost).toMatchObject({ why: expect.stringContaining(bootstrapServers), retryAt: expect.any(Number) })
      expect(await refusalOf(calls.clusters.connect({ name: '', bootstrapServers }))).toMatchObject({
        code: 'UNREACHABLE',
      })
      await calls.clusters.forget(ofSaved)
      expect(await calls.clusters.list()).toEqual([expect.objectContaining({ id: 'local' })])
      expect((await refusalOf(calls.topics.list(ofSaved))).code).toBe('NOT_FOUND')
    },
  )

  test('the connection to the local one follows its broker', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    using page = await connectToConsole(console.address)
    const states: string[] = []
    const watching = (async () => {
      for await (const { state } of await page.calls.clusters.watchConnection(local)) {
        states.push(state)
        if (states.filter((each) => each === 'stopped').length === 2) return
      }
    })()
    await startCluster(console)
    await firstOf(console.calls.clusters.watchConnection(local), ({ state }) => state === 'connected')
    await console.calls.localCluster.stop()
    await watching
    expect(states[0]).toBe('stopped')
    expect(states).toContain('connected')
    expect(states.at(-1)).toBe('stopped')
  })

  test('brokers tell their version, directories and configs', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    await createTopic(calls, 'orders', 3)
    const { brokers, controllerId } = await calls.brokers.list(local)
    expect(controllerId).toBe(1)
    expect(brokers).toEqual([
      expect.objectContaining({
        nodeId: 1,
        isController: true,
        version: '4.3',
        leaderPartitionCount: 3,
        problem: null,
        logDirectories: [
          expect.objectContaining({ path: `${console.dataDirectory}/local-cluster`, partitionCount: 3 }),
        ],
      }),
    ])
    const configs = await calls.brokers.configs({ ...local, nodeId: 1 })
    expect(configs.find(({ name }) => name === 'log.retention.hours')).toMatchObject({
      value: '168',
      source: 'default',
    })
  })
})
