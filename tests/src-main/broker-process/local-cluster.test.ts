import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { LocalClusterStatus } from '../../../src-main/api/local-cluster.ts'
import { LocalClusterError } from '../../../src-main/broker-process/cluster-problem.ts'
import { LocalCluster } from '../../../src-main/broker-process/local-cluster.ts'
import { freePort } from '../../support/free-port.ts'
import { scriptedProgram } from '../../support/scripted-program.ts'
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts'

type Options = Partial<ConstructorParameters<typeof LocalCluster>[0]>

/** A local cluster whose broker is a script. */
async function scripted(folder: TemporaryFolder, body: string, options: Options = {}): Promise<LocalCluster> {
  const port = await freePort()
  return new LocalCluster({
    program: await scriptedProgram(folder, body),
    dataDirectory: folder.join('data'),
    preferredPort: () => port,
    waitForAnswer: async () => {},
    ...options,
  })
}

const HEALTHY = 'say(ready); onStop(() => process.exit(0))'

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

async function statesOf(cluster: LocalCluster, act: () => Promise<unknown>): Promise<string[]> {
  const states: string[] = []
  const leaving = new AbortController()
  const watching = (async () => {
    for await (const { state } of cluster.status.watch(leaving.signal)) if (states.at(-1) !== state) states.push(state)
  })()
  await act()
  leaving.abort()
  await watching
  return states
}

function running(status: LocalClusterStatus): Extract<LocalClusterStatus, { state: 'running' }> {
  if (status.state !== 'running') throw new Error(`The cluster is ${status.state}.`)
  return status
}

describe('start and stop', () => {
  test('a start goes from stopped over starting to running, a stop back again', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    expect(await statesOf(cluster, () => cluster.start())).toEqual(['stopped', 'starting', 'running'])
    const { processId, bootstrapServers, port, takenPort } = running(cluster.status.value)
    expect({ bootstrapServers, takenPort }).toEqual({ bootstrapServers: `127.0.0.1:${port}`, takenPort: null })
    expect(isAlive(processId)).toBe(true)
    expect(await statesOf(cluster, () => cluster.stop())).toEqual(['running', 'stopping', 'stopped'])
    expect(isAlive(processId)).toBe(false)
  })

  test('two clicks start one broker', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    const [one, two] = await Promise.all([cluster.start(), cluster.start()])
    expect(running(one).processId).toBe(running(two).processId)
    expect(running(await cluster.start()).processId).toBe(running(one).processId)
  })

  test('a restart is another process', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    const before = running(await cluster.start())
    const after = running(await cluster.restart())
    expect(after.processId).not.toBe(before.processId)
    expect(isAlive(before.processId)).toBe(false)
  })

  test('a start that is asked for while it stops comes after the stop', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    const first = running(await cluster.start())
    const [stopped, second] = await Promise.all([cluster.stop(), cluster.start()])
    expect(stopped.state).toBe('stopped')
    expect(running(second).processId).not.toBe(first.processId)
    expect(isAlive(first.processId)).toBe(false)
  })

  test('the last word counts when stop, start and stop follow on each other', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    await cluster.start()
    const acts = [cluster.stop(), cluster.start(), cluster.stop()]
    expect((await Promise.allSettled(acts)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(cluster.status.value.state).toBe('stopped')
  })

  test('a stop when nothing runs is no error', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    expect(await cluster.stop()).toMatchObject({ state: 'stopped', hasData: false })
  })

  test('a stop does not wait for a start that takes for ever', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, 'onStop(() => process.exit(0)); setInterval(() => {}, 1000)')
    const start = cluster.start()
    const refused = expect(start).rejects.toThrow('It was stopped while it was starting.')
    await cluster.status.until(({ state }) => state === 'starting')
    expect(await cluster.stop()).toMatchObject({ state: 'stopped' })
    await refused
    expect(cluster.status.value.state).toBe('stopped')
  })

  test('a broker that does not stop is killed', async () => {
    await using folder = await temporaryFolder()
    const body = 'say(ready); onStop(() => {}); setInterval(() => {}, 1000)'
    await using cluster = await scripted(folder, body, { stopTimeLimitMs: 50 })
    const { processId } = running(await cluster.start())
    await cluster.stop()
    expect(isAlive(processId)).toBe(false)
  })
})

describe('ports', () => {
  test('when the preferred port is taken another one is chosen, and the taken one told', async () => {
    await using folder = await temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const taken = typeof address === 'object' && address !== null ? address.port : 0
    await using cluster = await scripted(folder, HEALTHY, { preferredPort: () => taken })
    const { port, takenPort } = running(await cluster.start())
    expect(takenPort).toBe(taken)
    expect(port).not.toBe(taken)
    other.close()
  })

  test('when the port is taken just before the broker binds it, another one is tried', async () => {
    await using folder = await temporaryFolder()
    const preferred = await freePort()
    const body = `if (port === ${preferred}) {
      say({ kind: 'failed', reason: 'portTaken', text: 'taken' }); process.disconnect(); process.exitCode = 3
    } else { ${HEALTHY} }`
    await using cluster = await scripted(folder, body, { preferredPort: () => preferred })
    expect(running(await cluster.start()).takenPort).toBe(preferred)
  })
})

describe('a broker that fails', () => {
  test('its own words, the last lines of its log and a remedy are told when it cannot start', async () => {
    await using folder = await temporaryFolder()
    const body = `console.log('line one'); console.error('line two')
      say({ kind: 'failed', reason: 'directoryLocked', text: 'The directory is locked.' })
      process.disconnect(); process.exitCode = 4`
    await using cluster = await scripted(folder, body)
    await expect(cluster.start()).rejects.toThrow(LocalClusterError)
    expect(cluster.status.value).toMatchObject({
      state: 'failed',
      problem: { why: 'The directory is locked.', remedy: expect.stringContaining('Stop the other broker') },
      lastLogLines: expect.arrayContaining(['line one', 'line two']),
    })
  })

  test('a program that is not there is told of', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, '', { program: folder.join('nothing.js') })
    await expect(cluster.start()).rejects.toThrow('The local cluster did not start.')
    expect(cluster.status.value.state).toBe('failed')
  })

  test('one that is ready but does not answer is not left behind', async () => {
    await using folder = await temporaryFolder()
    const waitForAnswer = () => Promise.reject(new Error('No answer from it.'))
    await using cluster = await scripted(folder, `${HEALTHY}; console.log('pid', process.pid)`, { waitForAnswer })
    await expect(cluster.start()).rejects.toThrow('No answer from it.')
    expect(cluster.status.value).toMatchObject({ state: 'failed', problem: { why: 'No answer from it.' } })
    const line = cluster.log.last().find((each) => each.startsWith('pid '))
    expect(isAlive(Number(line?.slice(4)))).toBe(false)
  })

  test('a killed one is noticed, and starts again', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, `console.log('hello'); ${HEALTHY}`)
    const { processId } = running(await cluster.start())
    process.kill(processId, 'SIGKILL')
    const failed = await cluster.status.until(({ state }) => state !== 'running')
    expect(failed).toMatchObject({
      state: 'failed',
      problem: { why: expect.stringContaining('SIGKILL') },
      lastLogLines: ['hello'],
    })
    expect(running(await cluster.start()).processId).not.toBe(processId)
  })

  test('the log keeps its last 200 lines', async () => {
    await using folder = await temporaryFolder()
    const body = `for (let line = 1; line <= 300; line++) console.log('line ' + line)
      process.stdout.write('', () => { ${HEALTHY} })`
    await using cluster = await scripted(folder, body)
    await cluster.start()
    await cluster.stop()
    const lines = cluster.log.last()
    expect(lines).toHaveLength(200)
    expect([lines[0], lines.at(-1)]).toEqual(['line 101', 'line 300'])
  })
})

describe('wipe', () => {
  test('it stops the broker and removes its data, and only that', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    await cluster.start()
    await mkdir(`${cluster.directory}/orders-0`)
    await writeFile(`${cluster.directory}/meta.properties`, 'version=1')
    await writeFile(folder.join('data/settings.json'), '{}')
    expect(await cluster.wipe()).toMatchObject({ state: 'stopped', hasData: false })
    expect(await readdir(cluster.directory)).toEqual([])
    expect(await readdir(folder.join('data'))).toEqual(['local-cluster', 'settings.json'])
  })

  test('a link to somewhere else is not followed', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    await mkdir(folder.join('precious'))
    await writeFile(folder.join('precious/letter'), 'dear')
    await mkdir(folder.join('data'))
    await symlink(folder.join('precious'), cluster.directory)
    await expect(cluster.wipe()).rejects.toThrow('Nothing was wiped.')
    expect(existsSync(folder.join('precious/letter'))).toBe(true)
  })

  test('without data there is nothing to do', async () => {
    await using folder = await temporaryFolder()
    await using cluster = await scripted(folder, HEALTHY)
    expect(await cluster.wipe()).toMatchObject({ state: 'stopped', hasData: false })
  })
})
