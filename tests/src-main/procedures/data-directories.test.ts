import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTopic, local, produce, scan, startCluster, text } from '../../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function backUp(calls: ConsoleCalls, path: string, target: string) {
  const told = []
  for await (const progress of await calls.dataDirectories.backUp({ path, target })) told.push(progress)
  return told
}

/** The digest of every file, by its path. */
async function contentsOf(directory: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    digests[path.slice(directory.length)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  }
  return digests
}

/** A directory in which a broker has lived and was stopped in order. */
async function livedDirectory(data: string): Promise<string> {
  await using broker = await startBroker({ data, config: { 'node.id': '7' } })
  return broker.clusterId
}

describe('a data directory is opened', { timeout: 120_000 }, () => {
  test('what it is can be seen before anything is done with it', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('theirs')
    const clusterId = await livedDirectory(path)
    const before = await readdir(path)
    await using console = await startConsole()
    const seen = await console.calls.dataDirectories.describe({ path })
    expect(seen).toMatchObject({
      path,
      clusterId,
      nodeId: 7,
      metadataVersion: { level: 25, release: '4.0-IV3' },
      topicCount: 0,
      holder: null,
      isLocalCluster: false,
      obstacle: null,
      lastCleanStop: expect.any(BigInt),
    })
    const logs = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.log'))
    const written = await Promise.all(
      logs.map(async (name) => (await stat(join(path, name), { bigint: true })).mtimeMs),
    )
    expect(seen.lastWrittenAt).toBe(written.reduce((newest, each) => (each > newest ? each : newest)))
    expect(seen.features).toContainEqual({ name: 'kraft.version', level: 1 })
    expect(seen.allocatedBytes).toBeLessThanOrEqual(seen.sizeBytes)
    expect(await readdir(path)).toEqual(before)
  })

  test('one that is in use says by whom, can be looked at, and is neither copied nor taken over', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('theirs')
    await using broker = await startBroker({ data: path })
    await using console = await startConsole()
    const { calls } = console
    const seen = await calls.dataDirectories.describe({ path })
    expect(seen).toMatchObject({ clusterId: broker.clusterId, holder: { processId: process.pid }, lastCleanStop: null })
    expect(seen.obstacle).toMatch(/ \(process \d+\) is running on it\.$/)
    expect((await refusalOf(calls.dataDirectories.adopt({ path }))).code).toBe('CONFLICT')
    const refused = await refusalOf(backUp(calls, path, folder.join('copy')))
    expect(refused.problem.why).toContain('is running on')
    expect(await readdir(folder.path)).toEqual(['theirs'])
    expect((await calls.segments.open({ clusterId: `directory:${path}` })).folders).toEqual([
      expect.objectContaining({ topic: '__cluster_metadata', partition: 0 }),
    ])
  })

  test('the local cluster works in it, also after the console has been started again, and back in its own', async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('console')
    const path = folder.join('theirs')
    await livedDirectory(path)
    {
      await using console = await startConsole({ data })
      const { calls } = console
      expect(await calls.dataDirectories.adopt({ path })).toMatchObject({ state: 'stopped', hasData: true })
      await startCluster(console)
      await createTopic(calls, 'orders')
      await produce(calls, 'orders', { value: text('kept') })
      expect((await refusalOf(calls.dataDirectories.abandon())).code).toBe('CONFLICT')
    }
    await using console = await startConsole({ data })
    const { calls } = console
    expect(await startCluster(console)).toMatchObject({ dataDirectory: path })
    expect((await scan(calls, 'orders')).rows.map(({ value }) => value.text)).toEqual(['kept'])
    await calls.localCluster.stop()
    expect((await refusalOf(calls.localCluster.wipe())).problem.what).toBe('Nothing was wiped.')
    expect(await calls.dataDirectories.abandon()).toMatchObject({ dataDirectory: join(data, 'local-cluster') })
    await startCluster(console)
    expect(await calls.topics.list(local)).toEqual([])
  })

  test('one that has gone is not made anew', async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('console')
    await mkdir(data)
    const localClusterDirectory = { path: folder.join('unplugged'), nodeId: 1 }
    await writeFile(join(data, 'settings.json'), JSON.stringify({ localClusterDirectory }))
    await using console = await startConsole({ data })
    const { problem } = await refusalOf(console.calls.localCluster.start())
    expect(problem.why).toContain('is not there any more')
    expect(await readdir(folder.path)).toEqual(['console'])
  })

  test.each([
    ['nothing is there', 'nowhere', 'does not exist'],
    ['it is a file', 'file', 'is a file, not a directory'],
    ['it is no log directory', 'empty', 'has no meta.properties'],
    ['its meta.properties is foreign', 'foreign', 'meta.properties'],
  ])('refused when %s', async (_what, name, why) => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join('file'), '')
    for (const each of ['empty', 'foreign']) await mkdir(folder.join(each))
    await writeFile(folder.join('foreign/meta.properties'), 'server.id=4')
    await using console = await startConsole()
    const refused = await refusalOf(console.calls.dataDirectories.describe({ path: folder.join(name) }))
    expect(refused.code).toBe('REJECTED')
    expect(refused.problem.why).toContain(why)
  })

  test('a path that depends on where the console runs is refused', async () => {
    await using console = await startConsole()
    const refused = await refusalOf(console.calls.segments.open({ clusterId: 'directory:../..' }))
    expect(refused.problem.remedy).toContain('whole path')
  })
})

describe('a backup', { timeout: 120_000 }, () => {
  test('is the same files with the same times, and holes stay holes', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('theirs')
    await livedDirectory(path)
    const sparse = join(path, 'orders-0', '00000000000000000000.index')
    await mkdir(join(path, 'orders-0'))
    const file = await open(sparse, 'w')
    await file.write(Buffer.from('entry'), 0, 5, 0)
    await file.write(Buffer.from('far'), 0, 3, 6 * 1024 * 1024)
    await file.truncate(10 * 1024 * 1024)
    await file.close()
    await using console = await startConsole()
    const told = await backUp(console.calls, path, folder.join('copy'))
    expect(told.at(-1)).toMatchObject({ finishedAs: folder.join('copy') })
    expect(await contentsOf(folder.join('copy'))).toEqual(await contentsOf(path))
    const copied = await stat(join(folder.join('copy'), 'orders-0', '00000000000000000000.index'))
    expect(copied.size).toBe(10 * 1024 * 1024)
    expect(copied.blocks * 512).toBeLessThan(1024 * 1024)
    expect(Math.trunc(copied.mtimeMs)).toBe(Math.trunc((await stat(sparse)).mtimeMs))
  })

  test('does not overwrite, does not copy into itself, and leaves nothing behind when it is ended', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('theirs')
    await livedDirectory(path)
    await writeFile(join(path, 'big.log'), Buffer.alloc(256 * 1024 * 1024, 1))
    await mkdir(folder.join('taken'))
    await using console = await startConsole()
    const { calls } = console
    expect((await refusalOf(backUp(calls, path, folder.join('taken')))).problem.why).toContain('exists already')
    expect((await refusalOf(backUp(calls, path, join(path, 'in')))).problem.why).toContain('lies in the directory')
    for await (const { copiedBytes } of await calls.dataDirectories.backUp({ path, target: folder.join('copy') })) {
      expect(copiedBytes).toBeGreaterThan(0n)
      break
    }
    await expect.poll(() => readdir(folder.path)).toEqual(['taken', 'theirs'])
  })
})

describe('handing over', { timeout: 120_000 }, () => {
  test('stops the cluster and writes what Apache Kafka is started with', async () => {
    await using console = await startConsole()
    const { calls } = console
    expect((await refusalOf(calls.localCluster.handOver())).problem.why).toContain('has not run yet')
    const { port, dataDirectory } = await startCluster(console)
    const handed = await calls.localCluster.handOver()
    expect(await calls.dataDirectories.describe({ path: dataDirectory })).toMatchObject({ holder: null })
    expect(handed).toMatchObject({ directory: dataDirectory, bootstrapServers: `127.0.0.1:${port}` })
    expect(await readFile(handed.configurationPath, 'utf8')).toBe(handed.configuration)
    expect(handed.configuration.split('\n')).toEqual(
      expect.arrayContaining([
        'node.id=1',
        `log.dirs=${dataDirectory}`,
        `controller.quorum.bootstrap.servers=127.0.0.1:${port + 1}`,
        'group.initial.rebalance.delay.ms=0',
      ]),
    )
    expect(handed.commands[0]?.command).toContain(handed.configurationPath)
    await startCluster(console)
  })
})
