import { describe, expect, test } from 'vitest'
import { createTopic, local, startCluster } from '../../support/console-acts.ts'
import { refusalOf } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

describe('topics', () => {
  test('configs change one key at a time', { timeout: 120_000 }, async () => {
    await using console = await startConsole()
    const { calls } = console
    await startCluster(console)
    const configs = [
      { name: 'retention.ms', value: '1000' },
      { name: 'cleanup.policy', value: 'compact' },
    ]
    const created = await calls.topics.create({
      ...local,
      name: 'orders',
      partitionCount: 1,
      replicationFactor: 1,
      configs,
    })
    expect(created.cleanupPolicy).toBe('compact')
    const changed = await calls.topics.changeConfig({ ...local, topic: 'orders', name: 'retention.ms', value: null })
    const set = changed.filter(({ source }) => source === 'topic').map(({ name, value }) => [name, value])
    expect(set).toEqual([['cleanup.policy', 'compact']])
    const definitions = await calls.topics.configDefinitions(local)
    expect(definitions.find(({ name }) => name === 'cleanup.policy')).toMatchObject({
      validValues: ['compact', 'delete'],
    })
    expect(definitions.every(({ documentation }) => documentation.length > 20)).toBe(true)
  })

  test(
    'the same name twice, a bad value, a wrong confirmation and fewer partitions are refused',
    { timeout: 120_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      await startCluster(console)
      await createTopic(calls, 'orders', 2)
      const twice = await refusalOf(createTopic(calls, 'orders'))
      expect(twice).toMatchObject({
        code: 'CONFLICT',
        problem: { what: 'Topic orders was not created.', kafkaError: 'TOPIC_ALREADY_EXISTS' },
      })
      expect((await refusalOf(createTopic(calls, 'or ders'))).problem.why).toContain('letters, digits, dots')
      const bad = calls.topics.changeConfig({ ...local, topic: 'orders', name: 'retention.ms', value: 'soon' })
      expect(await refusalOf(bad)).toMatchObject({ code: 'REJECTED', problem: { kafkaError: 'INVALID_CONFIG' } })
      expect(
        (await refusalOf(calls.topics.addPartitions({ ...local, topic: 'orders', totalPartitionCount: 2 }))).code,
      ).toBe('REJECTED')
      expect((await refusalOf(calls.topics.delete({ ...local, topic: 'orders', confirmedName: 'order' }))).code).toBe(
        'REJECTED',
      )
      await calls.topics.addPartitions({ ...local, topic: 'orders', totalPartitionCount: 5 })
      expect((await calls.topics.describe({ ...local, topic: 'orders' })).partitions).toHaveLength(5)
      await calls.topics.delete({ ...local, topic: 'orders', confirmedName: 'orders' })
      expect((await refusalOf(calls.topics.describe({ ...local, topic: 'orders' }))).code).toBe('NOT_FOUND')
    },
  )
})
