import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { DirectoryLockedError } from '../../../broker/environment/disk-error.ts'
import { SeededRandom } from '../../../broker/environment/seeded-random.ts'
import { defaultLogConfig } from '../../../broker/log/log-config.ts'
import type { LoadOptions } from '../../../broker/log/log-directory-options.ts'
import { LogDirectory } from '../../../broker/log/log-directory.ts'
import { LogDirectoryError, UnknownPartitionError } from '../../../broker/log/log-errors.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../../support/memory-environment.ts'
import { readAll, record, show } from '../../support/test-log.ts'
import { patience } from '../../support/patience.ts'

const path = '/data'
const topicId = 'xBnNNBwbRFyp6XX5LFsikA'
const everything: LoadOptions = { configFor: () => defaultLogConfig, topicIdFor: () => topicId }

function machine(): MemoryEnvironment & { text(name: string): string; names(): string[] } {
  const environment = memoryEnvironment()
  environment.disk.makeDirectory(path)
  return {
    ...environment,
    text: (name) => Buffer.from(environment.disk.readFile(`${path}/${name}`)).toString(),
    names: () => environment.disk.list(path).map(({ name }) => name),
  }
}

async function opened(environment: MemoryEnvironment, load: Partial<LoadOptions> = {}, reports: string[] = []) {
  const directory = LogDirectory.open({ environment, path, report: (message) => reports.push(message) })
  await directory.load({ ...everything, ...load })
  return directory
}

function append(directory: LogDirectory, topic: string, values: string[]): void {
  const log = directory.create({ topic, partition: 0, topicId, config: defaultLogConfig })
  log.append(buildBatch(values.map((value) => record(value, 1_700_000_000_000n))), { leaderEpoch: 0 })
}

function contents(directory: LogDirectory, topic: string): string[] {
  const log = directory.get(topic, 0)
  return log === undefined ? [] : readAll(log).map(show)
}

const compactedConfig = {
  ...defaultLogConfig,
  cleanupPolicy: { compact: true, delete: false },
  segmentBytes: 200,
  messageTimestampAfterMaxMs: 1e15,
}

/** The same key in many segments, of which the last three records stay. */
function appendTwentyTimes(directory: LogDirectory): void {
  const log = directory.create({ topic: 'compacted', partition: 0, topicId, config: compactedConfig })
  for (let index = 0; index < 20; index++) log.append(buildBatch([record(`key=${index}`, 5n)]), { leaderEpoch: 0 })
}

describe('a log directory', () => {
  it('gives back its partitions after a clean stop, with the broker epoch of then', async () => {
    const environment = machine()
    const before = await opened(environment)
    expect(before.previousBrokerEpoch).toBeNull()
    append(before, 'orders', ['a', 'b'])
    append(before, 'an-odd.name-7', ['c'])
    await before.close({ brokerEpoch: 12n })
    expect(environment.text('.kafka_cleanshutdown')).toBe('{"version":0,"brokerEpoch":12}')
    expect(environment.text('recovery-point-offset-checkpoint')).toBe('0\n2\norders 0 2\nan-odd.name-7 0 1\n')
    expect(environment.text('replication-offset-checkpoint')).toBe('0\n2\norders 0 2\nan-odd.name-7 0 1\n')
    expect(environment.text('log-start-offset-checkpoint')).toBe('0\n0\n')

    const after = await opened(environment)
    expect(after.previousBrokerEpoch).toBe(12n)
    expect(environment.names()).not.toContain('.kafka_cleanshutdown')
    expect(contents(after, 'orders')).toEqual(['0:a', '1:b'])
    expect(contents(after, 'an-odd.name-7')).toEqual(['0:c'])
    expect(after.get('orders', 1)).toBeUndefined()
  })

  it('gives them back after a crash too, and knows that it was one', async () => {
    const environment = machine()
    append(await opened(environment), 'orders', ['a'])
    environment.disk.kill()
    const after = await opened(environment)
    expect(after.isClean).toBe(false)
    expect(contents(after, 'orders')).toEqual(['0:a'])
  })

  it('belongs to one broker at a time', async () => {
    const environment = machine()
    const first = await opened(environment)
    expect(() => LogDirectory.open({ environment, path })).toThrow(DirectoryLockedError)
    await first.abandon()
    expect(environment.names()).not.toContain('.kafka_cleanshutdown')
    expect((await opened(environment)).isClean).toBe(false)
  })

  it('refuses a directory that is no partition, and says which', async () => {
    const environment = machine()
    environment.disk.makeDirectory(`${path}/holiday-pictures`)
    expect(() => LogDirectory.open({ environment, path })).toThrow(LogDirectoryError)
    expect(() => LogDirectory.open({ environment, path })).toThrow(
      '/data/holiday-pictures is not the directory of a partition',
    )
    environment.disk.removeDirectory(`${path}/holiday-pictures`)
    environment.disk.makeDirectory(`${path}/__cluster_metadata-0`)
    expect([...(await opened(environment)).partitions()]).toEqual([])
  })

  it('renames a deleted partition at once and removes it a minute later', async () => {
    const environment = machine()
    const directory = await opened(environment)
    append(directory, 'orders', ['a'])
    const log = directory.get('orders', 0)
    directory.delete('orders', 0)
    expect(directory.get('orders', 0)).toBeUndefined()
    expect(() => log?.append(buildBatch([record('b', 1n)]), { leaderEpoch: 0 })).toThrow('renamed')
    expect(environment.names()).toEqual([expect.stringMatching(/^orders-0\.[0-9a-f]{32}-delete$/)])
    append(directory, 'orders', ['anew'])
    expect(contents(directory, 'orders')).toEqual(['0:anew'])
    environment.clock.advance(60_000)
    await directory.upkeep()
    expect(environment.names()).not.toContainEqual(expect.stringContaining('-delete'))
    expect(() => directory.delete('payments', 0)).toThrow(UnknownPartitionError)
  })

  it('finishes at the next start what was deleted before', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a'])
    before.delete('orders', 0)
    await before.close({ brokerEpoch: 1n })
    const after = await opened(environment)
    await after.upkeep()
    expect(environment.names()).not.toContainEqual(expect.stringContaining('-delete'))
  })

  it('sets a partition aside that belongs to no topic of the cluster', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a'])
    await before.close({ brokerEpoch: 1n })
    const reports: string[] = []
    const after = await opened(environment, { topicIdFor: () => null }, reports)
    expect(after.get('orders', 0)).toBeUndefined()
    expect(environment.names()).toContainEqual(expect.stringMatching(/^orders-0\.[0-9a-f]{32}-stray$/))
    expect(reports).toEqual([expect.stringContaining('belongs to no topic of this cluster')])
  })

  it('sets a partition aside that is of an older topic of the same name, but not one that has lost its id', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a'])
    append(before, 'payments', ['b'])
    await before.close({ brokerEpoch: 1n })
    environment.disk.removeFile(`${path}/payments-0/partition.metadata`)
    const other = 'AAAAAAAAAAAAAAAAAAAABQ'
    const after = await opened(environment, { topicIdFor: (topic) => (topic === 'orders' ? other : topicId) })
    expect(after.get('orders', 0)).toBeUndefined()
    expect(contents(after, 'payments')).toEqual(['0:b'])
    expect(after.get('payments', 0)?.topicId).toBe(topicId)
  })

  it('keeps the log start over a restart', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a', 'b', 'c'])
    before.get('orders', 0)?.deleteRecordsBefore(2n)
    await before.close({ brokerEpoch: 1n })
    expect(environment.text('log-start-offset-checkpoint')).toBe('0\n1\norders 0 2\n')
    expect((await opened(environment)).get('orders', 0)?.logStartOffset).toBe(2n)
  })

  it('does its upkeep when it is due: checkpoints every minute, compaction after a pause', async () => {
    const environment = machine()
    const directory = await opened(environment, { configFor: () => compactedConfig })
    appendTwentyTimes(directory)
    environment.clock.advance(61_000)
    await directory.upkeep()
    await vi.waitFor(() => expect(environment.names()).toContain('cleaner-offset-checkpoint'), patience)
    await directory.close({ brokerEpoch: 1n })
    expect(environment.text('cleaner-offset-checkpoint')).toBe('0\n1\ncompacted 0 18\n')
    const after = await opened(environment, { configFor: () => compactedConfig })
    expect(contents(after, 'compacted').map((text) => text.split(':')[1])).toEqual(['key=17', 'key=18', 'key=19'])
  })

  it('tells once that there is no room to compact, and compacts when there is', async () => {
    const environment = machine()
    const reports: string[] = []
    const directory = await opened(environment, { configFor: () => compactedConfig }, reports)
    appendTwentyTimes(directory)
    await directory.get('compacted', 0)?.flush()
    environment.disk.fillAfter(20)
    for (let round = 0; round < 3; round++) {
      environment.clock.advance(15_000)
      await vi.waitFor(() => expect(reports).toHaveLength(1), patience)
      await setImmediate()
    }
    expect(reports).toEqual([
      expect.stringContaining('/data/compacted-0 could not be compacted and is left as it is: /data/compacted-0/'),
    ])
    // Segments that need no room are done already; the latest of the key is where it was.
    expect(contents(directory, 'compacted').slice(-3)).toEqual(['17:key=17', '18:key=18', '19:key=19'])
    environment.disk.fillAfter(Infinity)
    environment.clock.advance(15_000)
    await vi.waitFor(() => expect(contents(directory, 'compacted')).toHaveLength(3), patience)
    await directory.close({ brokerEpoch: 1n })
    expect(reports).toHaveLength(1)
  })

  it('writes no clean marker when something could not be closed in order', async () => {
    const environment = machine()
    const reports: string[] = []
    const directory = await opened(environment, {}, reports)
    append(directory, 'orders', ['a'])
    environment.disk.failSyncs(1)
    await directory.close({ brokerEpoch: 1n })
    expect(environment.names()).not.toContain('.kafka_cleanshutdown')
    expect(reports).toEqual([expect.stringContaining('Failed at closing /data/orders-0')])
  })

  it('takes an unreadable checkpoint for none', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a'])
    await before.close({ brokerEpoch: 1n })
    for (const name of ['recovery-point-offset-checkpoint', 'log-start-offset-checkpoint']) {
      environment.disk.replaceFile(`${path}/${name}`, Buffer.from('0\n7\norders 0 x\n'))
    }
    expect(contents(await opened(environment), 'orders')).toEqual(['0:a'])
  })

  it('keeps the records of a topic that was deleted and made again, whatever the checkpoints say of the old one', async () => {
    const environment = machine()
    const before = await opened(environment)
    append(before, 'orders', ['a', 'b', 'c'])
    before.get('orders', 0)?.deleteRecordsBefore(3n)
    environment.clock.advance(61_000)
    await before.upkeep()
    expect(environment.text('log-start-offset-checkpoint')).toBe('0\n1\norders 0 3\n')
    before.delete('orders', 0)
    append(before, 'orders', ['new'])
    environment.disk.kill()
    expect(contents(await opened(environment), 'orders')).toEqual(['0:new'])
  })

  it('leaves nothing of a partition that a full disk did not let it make, and makes it when there is room', async () => {
    const environment = machine()
    const directory = await opened(environment)
    environment.disk.fillAfter(20)
    expect(() => append(directory, 'orders', ['a'])).toThrow('the disk is full')
    expect(environment.names()).not.toContain('orders-0')
    environment.disk.fillAfter(Infinity)
    append(directory, 'orders', ['a'])
    expect(contents(directory, 'orders')).toEqual(['0:a'])
  })

  it('marks itself as clean only when indexes that the stop completed are on the medium', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const environment = machine()
      const directory = await opened(environment)
      append(directory, 'orders', ['a'])
      await directory.get('orders', 0)?.flush()
      await directory.close({ brokerEpoch: 1n })
      const index = environment.text('orders-0/00000000000000000000.timeindex')
      expect(index).toHaveLength(12)
      environment.disk.cutPower(new SeededRandom(seed))
      expect(environment.text('orders-0/00000000000000000000.timeindex')).toBe(index)
    }
  })

  it('stops in order when it has more partitions than a process may have open files', async () => {
    const environment = machine()
    environment.disk.limitOpenFiles(100)
    const before = await opened(environment)
    for (let number = 0; number < 300; number++) {
      append(before, `topic-${number}`, ['a'])
      before.get(`topic-${number}`, 0)?.release()
    }
    await before.close({ brokerEpoch: 1n })
    expect((await opened(environment)).previousBrokerEpoch).toBe(1n)
  })
})
