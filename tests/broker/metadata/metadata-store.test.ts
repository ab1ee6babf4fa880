import { describe, expect, it } from 'vitest'
import { allocateProducerIds } from '../../../broker/metadata/controller/allocate-producer-ids.ts'
import { incrementalAlterConfigs } from '../../../broker/metadata/controller/alter-configs.ts'
import { createPartitions } from '../../../broker/metadata/controller/create-partitions.ts'
import { createTopics } from '../../../broker/metadata/controller/create-topics.ts'
import { deleteTopics } from '../../../broker/metadata/controller/delete-topics.ts'
import { topicResource } from '../../../broker/metadata/image/config-resource.ts'
import type { MetadataDelta } from '../../../broker/metadata/image/metadata-delta.ts'
import { MetadataStoreClosedError } from '../../../broker/metadata/metadata-store-errors.ts'
import { memoryEnvironment } from '../../support/memory-environment.ts'
import { addTopics, contentsOf, newTopic, openTestMetadata, startTestMetadata } from '../../support/test-metadata.ts'

describe('the metadata store', () => {
  it('makes a cluster out of an empty directory', async () => {
    const store = await startTestMetadata({ clusterId: 'quickstart' })
    expect(store.identity).toMatchObject({ clusterId: 'quickstart', nodeId: 1 })
    expect(Object.fromEntries(store.image.features)).toEqual({
      'metadata.version': 25,
      'group.version': 1,
      'transaction.version': 2,
    })
    expect(store.controllerEpoch).toBe(1)
    expect(store.image.brokers.get(1)).toMatchObject({
      epoch: store.brokerEpoch,
      fenced: false,
      inControlledShutdown: false,
      directories: [store.identity.directoryId],
      endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 0 }],
    })
  })

  it('creates topics, and has them after a restart', async () => {
    const environment = memoryEnvironment()
    const before = await startTestMetadata({ environment })
    const id = await addTopics(
      before,
      newTopic('orders', { partitionCount: 3, configs: [{ name: 'retention.ms', value: '1000' }] }),
    )
    await before.execute(allocateProducerIds, null)
    await before.stop()

    const after = await startTestMetadata({ environment })
    const topic = after.image.topic('orders')
    expect(topic).toBe(after.image.topicById(id))
    expect(
      topic?.partitions.map(({ partition, leader, isr, directories }) => ({ partition, leader, isr, directories })),
    ).toEqual(
      [0, 1, 2].map((partition) => ({ partition, leader: 1, isr: [1], directories: [after.identity.directoryId] })),
    )
    expect(after.image.configsOf(topicResource('orders'))).toEqual(new Map([['retention.ms', '1000']]))
    expect(after.image.nextProducerId).toBe(1000n)
    expect(after.identity).toEqual(before.identity)
  })

  it('raises the raft epoch at each start, and the leader epochs by two', async () => {
    const environment = memoryEnvironment()
    const first = await startTestMetadata({ environment })
    await addTopics(first, newTopic('orders'))
    expect(first.image.partition('orders', 0)?.leaderEpoch).toBe(0)
    await first.stop()
    expect(first.image.partition('orders', 0)).toMatchObject({ leader: -1, isr: [1], leaderEpoch: 1 })
    expect(first.image.brokers.get(1)).toMatchObject({ fenced: true, inControlledShutdown: true })

    const second = await startTestMetadata({ environment })
    expect(second.controllerEpoch).toBe(2)
    expect(second.image.partition('orders', 0)).toMatchObject({ leader: 1, isr: [1], leaderEpoch: 2 })
    environment.disk.kill()

    const third = await startTestMetadata({ environment })
    expect(third.controllerEpoch).toBe(3)
    expect(third.image.partition('orders', 0)).toMatchObject({ leader: 1, isr: [1], leaderEpoch: 4 })
    expect(third.brokerEpoch).toBeGreaterThan(second.brokerEpoch)
  })

  it('never uses a raft epoch twice, even when nothing was written in it', async () => {
    const environment = memoryEnvironment()
    const first = await startTestMetadata({ environment })
    await first.stop()
    environment.disk.onOperation((operation) => {
      if (/^write .*__cluster_metadata-0.*\.log /.test(operation)) throw new Error('the disk is gone')
    })
    await expect(startTestMetadata({ environment })).rejects.toThrow()
    environment.disk.onOperation(() => {})
    environment.disk.kill()
    expect((await startTestMetadata({ environment })).controllerEpoch).toBe(3)
  })

  it('tells those who listen what has changed, before the command is answered', async () => {
    const store = await startTestMetadata()
    const deltas: MetadataDelta[] = []
    const unsubscribe = store.subscribe((delta) => deltas.push(delta))
    await addTopics(store, newTopic('a'), newTopic('b'))
    await store.execute(createPartitions, {
      topics: [{ name: 'a', totalCount: 2, assignments: null }],
      validateOnly: false,
    })
    await store.execute(incrementalAlterConfigs, {
      resources: [{ resource: topicResource('b'), changes: [{ name: 'retention.ms', operation: 'set', value: '5' }] }],
      validateOnly: false,
    })
    await store.execute(deleteTopics, { topics: [{ name: 'a' }] })
    unsubscribe()
    await addTopics(store, newTopic('unseen'))
    expect(
      deltas.map(({ createdTopics, deletedTopics, changedTopics, changedConfigs }) => ({
        created: createdTopics.map(({ name }) => name),
        deleted: deletedTopics.map(({ name }) => name),
        changed: changedTopics.map(({ before, after }) => [before.partitions.length, after.partitions.length]),
        configs: changedConfigs.map(({ name }) => name),
      })),
    ).toEqual([
      { created: ['a', 'b'], deleted: [], changed: [], configs: [] },
      { created: [], deleted: [], changed: [[1, 2]], configs: [] },
      { created: [], deleted: [], changed: [], configs: ['b'] },
      { created: [], deleted: ['a'], changed: [], configs: [] },
    ])
    expect(deltas.at(-1)?.before).toBe(deltas.at(-2)?.after)
  })

  it('runs commands one after the other, each on the result of the last', async () => {
    const store = await startTestMetadata()
    const both = await Promise.all([
      store.execute(createTopics, { topics: [newTopic('same')], validateOnly: false }),
      store.execute(createTopics, { topics: [newTopic('same')], validateOnly: false }),
    ])
    expect(both.map(([result]) => result?.outcome.ok)).toEqual([true, false])
    const blocks = await Promise.all([1, 2, 3].map(() => store.execute(allocateProducerIds, null)))
    expect(blocks.map(({ firstProducerId }) => firstProducerId)).toEqual([0n, 1000n, 2000n])
  })

  it('leaves images that somebody holds as they were', async () => {
    const store = await startTestMetadata()
    await addTopics(store, newTopic('old', { partitionCount: 2 }))
    const held = store.image
    const old = held.topic('old')
    await addTopics(store, newTopic('new'))
    expect(held.topic('new')).toBeUndefined()
    expect(store.image.topic('old')).toBe(old)
    await store.stop()
    expect(held.partition('old', 0)?.leader).toBe(1)
  })

  it('refuses commands before it was started and after it was stopped', async () => {
    const store = await openTestMetadata()
    await expect(store.execute(allocateProducerIds, null)).rejects.toThrow(MetadataStoreClosedError)
    await store.close()
    const started = await startTestMetadata()
    await started.stop()
    await expect(started.execute(allocateProducerIds, null)).rejects.toThrow('the store is closed, not started')
  })

  it('goes on when the disk was full and has room again', async () => {
    const environment = memoryEnvironment()
    const store = await startTestMetadata({ environment })
    environment.disk.fillAfter(10)
    await expect(addTopics(store, newTopic('too-much'))).rejects.toThrow()
    expect(store.image.topic('too-much')).toBeUndefined()
    environment.disk.fillAfter(Infinity)
    await addTopics(store, newTopic('fits'))
    await store.stop()
    const after = await startTestMetadata({ environment })
    expect([...after.image.topicsByName.keys()]).toEqual(['fits'])
  })

  it('refuses everything once a flush has failed', async () => {
    const environment = memoryEnvironment()
    const store = await startTestMetadata({ environment })
    environment.disk.failSyncs(1)
    await expect(addTopics(store, newTopic('doubtful'))).rejects.toThrow()
    await expect(addTopics(store, newTopic('later'))).rejects.toThrow(MetadataStoreClosedError)
    await store.close()
  })

  it('has the same image after a restart without a change', async () => {
    const environment = memoryEnvironment()
    const store = await startTestMetadata({ environment })
    await addTopics(store, newTopic('a', { partitionCount: 4 }), newTopic('b'))
    await store.close()
    const opened = await openTestMetadata({ environment })
    expect(contentsOf(opened.image)).toEqual(contentsOf(store.image))
    expect(opened.image.endOffset).toBe(store.image.endOffset)
    expect(opened.image.endEpoch).toBe(store.image.endEpoch)
  })
})
