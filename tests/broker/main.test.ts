import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readBrokerMessage, type BrokerMessage } from '../../broker/control/messages.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { runBrokerProgram, startBroker, startBrokerProcess } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Processes start and end here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const mainFile = resolve(import.meta.dirname, '../../broker/main.ts')

describe('the command', () => {
  test('explains itself', async () => {
    await using help = await runBrokerProgram(['--help'])
    expect(await help.ended).toEqual({ code: 0, signal: null })
    for (const option of ['--data', '--port', '--host', '--config', '--set', '--parent-channel']) {
      expect(help.output()).toContain(option)
    }
  })

  test('formats an empty directory, says when it is ready, and stops in order on SIGTERM', async () => {
    await using folder = await temporaryFolder()
    await using broker = await runBrokerProgram(['start', '--data', folder.join('new', 'data'), '--port', '0'])
    const [, port] = await broker.waitForLine(/^Kafka is ready on 127\.0\.0\.1:(\d+)$/)
    await using client = await connectToKafka('127.0.0.1', Number(port))
    const { clusterId } = await client.request(metadata, 12, { topics: [] })
    expect(clusterId).toMatch(/^[\w-]{22}$/)
    expect(await broker.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    // Such as of timers with impossible delays.
    expect(broker.output()).not.toMatch(/^\(node:\d+\)/m)
    const files = await readdir(folder.join('new', 'data'))
    expect(files).toContain('.kafka_cleanshutdown')
    expect(files).toContain('meta.properties')
  })

  test('warns about a property that it does not know, and starts all the same', async () => {
    await using folder = await temporaryFolder()
    await using broker = await startBrokerProcess({ data: folder.path, config: { 'num.partitons': '3' } })
    expect(broker.program.output()).toContain('num.partitons is not known')
  })
})

describe('a start that fails says why in one sentence', () => {
  const sentenceOf = (output: string) => output.split('\n').filter((line) => line.startsWith('brokkr: '))

  test('the port is taken', async () => {
    await using folder = await temporaryFolder()
    await using other = await startBroker()
    await using broker = await runBrokerProgram(['start', '--data', folder.join('d'), '--port', String(other.port)])
    expect(await broker.ended).toEqual({ code: 3, signal: null })
    expect(sentenceOf(broker.output())).toEqual([
      `brokkr: Port ${other.port} on 127.0.0.1 is taken by another program. Stop it, or choose another port with --port.`,
    ])
    expect(await readdir(folder.path)).toEqual([])
  })

  test('another broker uses the directory, which goes on undisturbed', async () => {
    await using folder = await temporaryFolder()
    await using first = await startBrokerProcess({ data: folder.path })
    await using second = await runBrokerProgram(['start', '--data', folder.path, '--port', '0'])
    expect(await second.ended).toEqual({ code: 4, signal: null })
    expect(sentenceOf(second.output())).toHaveLength(1)
    expect(sentenceOf(second.output())[0]).toContain(`locked by another broker (process id ${first.program.pid})`)
    await using client = await first.connect()
    expect((await client.request(metadata, 12, { topics: [] })).controllerId).toBe(1)
  })

  test('the directory holds something else', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.join('photos'))
    await using broker = await runBrokerProgram(['start', '--data', folder.path, '--port', '0'])
    expect(await broker.ended).toEqual({ code: 5, signal: null })
    expect(sentenceOf(broker.output())[0]).toContain(folder.join('photos'))
    expect(await readdir(folder.join('photos'))).toEqual([])
  })

  test.each([
    ['meta.properties', 'version=1\ncluster.id=\n'],
    ['meta.properties', 'version=7\n'],
    ['meta.properties', 'version=1\nnode.id=9\ncluster.id=AAAAAAAAAAAAAAAAAAAAAB\n'],
  ])('%s cannot be understood: %j', async (name, contents) => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join(name), contents)
    await using broker = await runBrokerProgram(['start', '--data', folder.path, '--port', '0'])
    expect(await broker.ended).toEqual({ code: 5, signal: null })
    expect(sentenceOf(broker.output())).toHaveLength(1)
  })

  test('the directory is a file', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join('data'), '')
    await using broker = await runBrokerProgram(['start', '--data', folder.join('data'), '--port', '0'])
    expect(await broker.ended).toEqual({ code: 5, signal: null })
    expect(sentenceOf(broker.output())[0]).toContain(folder.join('data'))
  })

  test.each([
    [['start', '--port', 'x']],
    [['start', '--port', '-1']],
    [['start']],
    [['serve']],
    [['start', '--data', '/nowhere', '--set', 'num.partitions=x']],
    [['start', '--data', '/nowhere', '--host', '203.0.113.1']],
  ])('the call is wrong: %j', async (words) => {
    await using broker = await runBrokerProgram(words)
    expect(await broker.ended).toEqual({ code: 2, signal: null })
    expect(broker.output().trim()).toMatch(/^brokkr: .+$/)
  })
})

describe('a broker with a parent', () => {
  function startWithChannel(data: string) {
    const args = [mainFile, 'start', '--data', data, '--port', '0', '--parent-channel']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const messages: BrokerMessage[] = []
    child.on('message', (value) => {
      const message = readBrokerMessage(value)
      if (message !== null) messages.push(message)
    })
    const nextOf = (kind: BrokerMessage['kind']) => expect.poll(() => messages.find((message) => message.kind === kind))
    return { child, nextOf, ended: once(child, 'exit') }
  }

  test('reports to it, and stops when asked', async () => {
    await using folder = await temporaryFolder()
    const { child, nextOf, ended } = startWithChannel(folder.path)
    await nextOf('ready').toMatchObject({ host: '127.0.0.1', nodeId: 1, dataDirectory: folder.path })
    await nextOf('log').toMatchObject({ level: 'info' })
    await nextOf('stats').toMatchObject({ topics: 0, partitions: 0, connections: 0 })
    child.send({ kind: 'stop' })
    expect(await ended).toEqual([0, null])
  })

  test('tells it why it could not start', async () => {
    await using folder = await temporaryFolder()
    await using other = await startBroker({ data: folder.path })
    const { nextOf, ended } = startWithChannel(other.dataDirectory)
    await nextOf('failed').toMatchObject({ reason: 'directoryLocked' })
    expect(await ended).toEqual([4, null])
  })

  test('ends in order when the channel is gone, as it is when the parent dies', async () => {
    await using folder = await temporaryFolder()
    const { child, nextOf, ended } = startWithChannel(folder.path)
    await nextOf('ready').toBeDefined()
    child.disconnect()
    expect(await ended).toEqual([0, null])
    expect(await readdir(folder.path)).toContain('.kafka_cleanshutdown')
  })

  test('does not outlive a parent that is killed', async () => {
    await using folder = await temporaryFolder()
    const parent = spawn(process.execPath, ['-e', parentSource, mainFile, folder.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const brokerPid = Number(line.toString())
    expect(isAlive(brokerPid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(brokerPid)).toBe(false)
    expect(await readdir(folder.path)).toContain('.kafka_cleanshutdown')
  })

  test('watches standard input where there is no channel', async () => {
    await using folder = await temporaryFolder()
    const args = [mainFile, 'start', '--data', folder.path, '--port', '0', '--parent-channel']
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    child.stdin.end()
    expect(await ended).toEqual([0, null])
  })
})

/** A parent that starts a broker, tells its process id when it is ready, and does nothing more. */
const parentSource = `
const { fork } = require('node:child_process')
const [mainFile, data] = process.argv.slice(1)
const child = fork(mainFile, ['start', '--data', data, '--port', '0', '--parent-channel'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
child.on('message', (message) => { if (message.kind === 'ready') console.log(child.pid) })
`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
