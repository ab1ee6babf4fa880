import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPartitions } from '../../../../broker/metadata/controller/create-partitions.ts'
import { deleteTopics } from '../../../../broker/metadata/controller/delete-topics.ts'
import { incrementalAlterConfigs } from '../../../../broker/metadata/controller/alter-configs.ts'
import { topicResource } from '../../../../broker/metadata/image/config-resource.ts'
import type { MetadataStore } from '../../../../broker/metadata/metadata-store.ts'
import { listSnapshots, snapshotPath } from '../../../../broker/metadata/storage/snapshot-files.ts'
import { readSnapshot } from '../../../../broker/metadata/storage/snapshot-reader.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../../../support/memory-environment.ts'
import {
  addTopics,
  contentsOf,
  dataDirectory,
  newTopic,
  openTestMetadata,
  startTestMetadata,
} from '../../../support/test-metadata.ts'

const logDirectory = `${dataDirectory}/__cluster_metadata-0`
const oneMinuteMs = 60_000

function snapshotsOf({ disk }: MemoryEnvironment): bigint[] {
  return listSnapshots(disk, logDirectory).map(({ endOffset }) => endOffset)
}

/** Lets a snapshot that has begun come to its end. */
async function settled(store: MetadataStore): Promise<void> {
  await store.close()
}

type Command = (store: MetadataStore) => Promise<unknown>

const names = ['a', 'b', 'c', 'd']
const command: fc.Arbitrary<Command> = fc.oneof(
  fc
    .constantFrom(...names)
    .map((name) => (store: MetadataStore) => addTopics(store, newTopic(name, { partitionCount: 2 })).catch(() => {})),
  fc
    .constantFrom(...names)
    .map((name) => (store: MetadataStore) => store.execute(deleteTopics, { topics: [{ name }] })),
  fc.constantFrom(...names).map((name) => (store: MetadataStore) => {
    const changes = [{ name: 'retention.ms', operation: 'set' as const, value: '9' }]
    return store.execute(incrementalAlterConfigs, {
      resources: [{ resource: topicResource(name), changes }],
      validateOnly: false,
    })
  }),
  fc.tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 6 })).map(
    ([name, totalCount]) =>
      (store: MetadataStore) =>
        store.execute(createPartitions, { topics: [{ name, totalCount, assignments: null }], validateOnly: false }),
  ),
)

describe('snapshots', () => {
  it('make a start from snapshot and tail the same as a replay of everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
        const often = memoryEnvironment()
        const never = memoryEnvironment()
        for (const [environment, limit] of [
          [often, '300'],
          [never, '999999'],
        ] as const) {
          const configs = { 'metadata.log.max.record.bytes.between.snapshots': limit }
          const store = await startTestMetadata({ environment, clusterId: 'same', configs })
          for (const run of commands) await run(store)
          await store.close()
        }
        expect(snapshotsOf(never)).toEqual([0n])
        const fromSnapshot = await openTestMetadata({ environment: often })
        const fromLog = await openTestMetadata({ environment: never })
        expect(contentsOf(fromSnapshot.image)).toEqual(contentsOf(fromLog.image))
        expect(fromSnapshot.image.endOffset).toBe(fromLog.image.endOffset)
      }),
      { numRuns: 25 },
    )
  })

  it('are written after so many bytes', async () => {
    const environment = memoryEnvironment()
    const configs = { 'metadata.log.max.record.bytes.between.snapshots': '1500' }
    const store = await startTestMetadata({ environment, configs })
    expect(snapshotsOf(environment)).toEqual([0n])
    for (let index = 0; index < 12; index++) await addTopics(store, newTopic(`t${index}`))
    await settled(store)
    expect(snapshotsOf(environment).length).toBeGreaterThan(1)
  })

  it('are written after so much time, when there is anything new', async () => {
    const environment = memoryEnvironment()
    const configs = { 'metadata.log.max.snapshot.interval.ms': String(oneMinuteMs) }
    const store = await startTestMetadata({ environment, configs })
    await addTopics(store, newTopic('orders'))
    environment.clock.advance(oneMinuteMs + 1)
    environment.clock.advance(oneMinuteMs + 1)
    await settled(store)
    expect(snapshotsOf(environment)).toEqual([0n, store.image.endOffset])
    const path = snapshotPath(logDirectory, { endOffset: store.image.endOffset, epoch: 1 })
    const [header] = readSnapshot(environment.disk, path)
    expect(header).toMatchObject({ isControl: true, recordCount: 3, partitionLeaderEpoch: 1 })
  })

  it('replace what is older when log and snapshots grow too large, and the newest stays', async () => {
    const environment = memoryEnvironment()
    const configs = {
      'metadata.log.max.record.bytes.between.snapshots': '1000',
      'metadata.max.retention.bytes': '1',
      'metadata.log.segment.bytes': '2500',
    }
    const store = await startTestMetadata({ environment, configs })
    for (let index = 0; index < 30; index++) await addTopics(store, newTopic(`t${index}`))
    await settled(store)
    expect(snapshotsOf(environment)).toHaveLength(1)
    const segments = environment.disk.list(logDirectory).filter(({ name }) => name.includes('.log'))
    expect(segments.length).toBeLessThan(5)
    expect(segments[0]?.name).not.toBe('00000000000000000000.log')
    const again = await startTestMetadata({ environment, configs })
    expect(again.image.topicsByName.size).toBe(30)
  })

  it('carry the voters, so that a log that begins with one still knows its quorum', async () => {
    const environment = memoryEnvironment()
    const configs = { 'metadata.log.max.snapshot.interval.ms': String(oneMinuteMs) }
    const store = await startTestMetadata({ environment, configs })
    await addTopics(store, newTopic('orders'))
    environment.clock.advance(oneMinuteMs + 1)
    await settled(store)
    const newest = listSnapshots(environment.disk, logDirectory).at(-1)
    expect(newest?.endOffset).toBeGreaterThan(3n)
    for (const { name } of environment.disk.list(logDirectory)) {
      if (/\.(?:log|index|timeindex|snapshot)$/.test(name)) environment.disk.removeFile(`${logDirectory}/${name}`)
    }
    const again = await startTestMetadata({ environment })
    expect(again.image.topic('orders')).toBeDefined()
    expect(again.controllerEpoch).toBe(2)
    await again.stop()
    expect((await startTestMetadata({ environment })).image.topic('orders')).toBeDefined()
  })

  it('that are half written are no snapshots', async () => {
    const environment = memoryEnvironment()
    await (await startTestMetadata({ environment })).stop()
    const path = snapshotPath(logDirectory, { endOffset: 5n, epoch: 1 })
    environment.disk.replaceFile(`${path}.part`, Buffer.from('half'))
    environment.disk.replaceFile(`${path}.deleted`, Buffer.from('gone'))
    await startTestMetadata({ environment })
    expect(environment.disk.exists(`${path}.part`)).toBe(false)
    expect(environment.disk.exists(`${path}.deleted`)).toBe(false)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10), 'bytes at its end are no batch'],
    ['without its footer', (bytes: Buffer) => bytes.subarray(0, bytes.length - 75), 'it does not end with a footer'],
    ['with a flipped bit', (bytes: Buffer) => flip(bytes, 100), 'the CRC of the batch at byte 0 is wrong'],
    ['empty', (bytes: Buffer) => bytes.subarray(0, 0), 'it is empty'],
  ])('that are %s are refused', async (_, damage, message) => {
    const environment = memoryEnvironment()
    await openTestMetadata({ environment })
    const path = snapshotPath(logDirectory, { endOffset: 0n, epoch: 0 })
    environment.disk.replaceFile(path, damage(Buffer.from(environment.disk.readFile(path))))
    await expect(openTestMetadata({ environment })).rejects.toThrow(message)
  })

  it('that cannot be written cost nothing but the next attempt', async () => {
    const environment = memoryEnvironment()
    const reports: string[] = []
    const configs = { 'metadata.log.max.snapshot.interval.ms': String(oneMinuteMs) }
    const store = await startTestMetadata({ environment, configs, report: (message) => reports.push(message) })
    environment.disk.onOperation((operation) => {
      if (operation.includes('.part')) throw new Error('no room for snapshots')
    })
    environment.clock.advance(oneMinuteMs + 1)
    await addTopics(store, newTopic('orders'))
    expect(reports.at(-1)).toContain('could not be written: no room for snapshots')
    environment.disk.onOperation(() => {})
    environment.clock.advance(oneMinuteMs + 1)
    await settled(store)
    expect(snapshotsOf(environment)).toHaveLength(2)
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[at] = (damaged[at] ?? 0) ^ 1
  return damaged
}
