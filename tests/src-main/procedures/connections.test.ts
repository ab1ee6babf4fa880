import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConnectionState } from '../../../src-main/api/clusters.ts'
import { noMarks, type SecuritySettings, type TestStep } from '../../../src-main/api/connections.ts'
import { firstOf, refusalOf } from '../../support/console-client.ts'
import { freePort } from '../../support/free-port.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const password = 'a-password-that-stands-nowhere'
const passphrase = 'a passphrase that stands nowhere'
const security: SecuritySettings = { tls: null, login: { mechanism: 'PLAIN', username: 'alice' } }

function startWithLogin(port?: number) {
  return startBroker({
    config: {
      listeners: `SASL_PLAINTEXT://127.0.0.1:${port ?? 0}`,
      'sasl.enabled.mechanisms': 'PLAIN',
      'plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${password}";`,
      'connection.failed.authentication.delay.ms': '0',
    },
  })
}

/** Everything below a directory, as one text. */
async function everythingIn(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  return (await Promise.all(files.map((path) => readFile(path, 'latin1')))).join('\n')
}

const isState =
  (...wanted: readonly ConnectionState['state'][]) =>
  ({ state }: ConnectionState) =>
    wanted.includes(state)

test('a secret is in no file, no sentence of the back end, no answer and no export', { timeout: 120_000 }, async () => {
  await using broker = await startWithLogin()
  await using folder = await temporaryFolder()
  const data = folder.join('data')
  const { bootstrapServers } = broker
  const connection = { name: 'Alice', bootstrapServers, security }
  let exported = ''
  {
    await using console = await startConsole({ data })
    const { calls, reports } = console
    const wrong = await refusalOf(calls.clusters.connect({ ...connection, secrets: { password: `${password}x` } }))
    expect(wrong).toMatchObject({ code: 'REJECTED', problem: { why: expect.stringContaining('Invalid username') } })
    expect((await refusalOf(calls.clusters.connect(connection))).code).toBe('REJECTED')
    expect(await calls.clusters.list()).toHaveLength(1)
    const saved = await calls.clusters.connect({ ...connection, secrets: { password } })
    expect(saved).toMatchObject({ mechanism: 'PLAIN', isEncrypted: false })
    const described = await calls.clusters.describe({ clusterId: saved.id })
    expect(described.keptSecrets).toEqual(['password'])
    expect(await calls.topics.list({ clusterId: saved.id })).toEqual([])
    await firstOf(calls.clusters.watchConnection({ clusterId: saved.id }), isState('connected'))

    const open = await calls.clusters.export({ clusterIds: null, passphrase: null })
    exported = (await calls.clusters.export({ clusterIds: [saved.id], passphrase })).text
    // In memory only, until there is a passphrase.
    expect(await everythingIn(data)).not.toContain(password)
    await calls.secrets.protect({ passphrase })
    const told = JSON.stringify([wrong, saved, described, await calls.clusters.list(), open, exported, reports])
    for (const text of [await everythingIn(data), told]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(Buffer.from(password).toString('base64').slice(0, 20))
      expect(text).not.toContain(passphrase)
    }
    expect(await everythingIn(data)).toContain('alice')
  }
  await using console = await startConsole({ data })
  const { calls } = console
  const [, saved] = await calls.clusters.list()
  const clusterId = saved?.id ?? ''
  expect(await firstOf(calls.clusters.watchConnection({ clusterId }), isState('failed'))).toMatchObject({
    needs: 'passphrase',
  })
  expect((await refusalOf(calls.topics.list({ clusterId }))).code).toBe('CONFLICT')
  expect((await refusalOf(calls.secrets.unlock({ passphrase: 'not this one' }))).code).toBe('REJECTED')
  const connected = firstOf(calls.clusters.watchConnection({ clusterId }), isState('connected'))
  await calls.secrets.unlock({ passphrase })
  await connected
  await calls.clusters.forget({ clusterId })
  expect(await calls.clusters.import({ text: exported, passphrase: 'some other words' }).catch(String)).toContain(
    'not imported',
  )
  expect(await calls.clusters.readExport({ text: exported })).toEqual({ names: ['Alice'], hasSecrets: true })
  const { added } = await calls.clusters.import({ text: exported, passphrase })
  expect(await calls.topics.list({ clusterId: added[0]?.id ?? '' })).toEqual([])
  expect((await calls.clusters.import({ text: exported, passphrase })).known).toEqual(['Alice'])
  expect(await everythingIn(data)).not.toContain(password)
})

test('secrets that were kept in memory are asked for again after a restart', { timeout: 120_000 }, async () => {
  await using broker = await startWithLogin()
  await using folder = await temporaryFolder()
  const data = folder.join('data')
  const connection = { name: 'Alice', bootstrapServers: broker.bootstrapServers, security }
  {
    await using console = await startConsole({ data })
    await console.calls.clusters.connect({ ...connection, secrets: { password } })
  }
  await using console = await startConsole({ data })
  const { calls } = console
  const clusterId = (await calls.clusters.list())[1]?.id ?? ''
  const watched = calls.clusters.watchConnection({ clusterId })
  expect(await firstOf(watched, isState('failed'))).toMatchObject({ needs: 'secrets' })
  const connected = firstOf(calls.clusters.watchConnection({ clusterId }), isState('connected'))
  await calls.clusters.change({ ...connection, clusterId, secrets: { password } })
  await connected
})

test(
  'a broker that goes and comes is waited for, a wrong password is not tried again',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    const port = await freePort()
    const bootstrapServers = `127.0.0.1:${port}`
    let clusterId = ''
    {
      await using broker = await startWithLogin(port)
      expect(broker.port).toBe(port)
      clusterId = (await calls.clusters.connect({ name: '', bootstrapServers, security, secrets: { password } })).id
      await firstOf(calls.clusters.watchConnection({ clusterId }), isState('connected'))
    }
    const away = await firstOf(calls.clusters.watchConnection({ clusterId }), isState('reconnecting'))
    expect(away).toMatchObject({ why: expect.stringContaining(bootstrapServers), retryAt: expect.any(Number) })
    const back = firstOf(calls.clusters.watchConnection({ clusterId }), isState('connected'))
    await using broker = await startWithLogin(port)
    await calls.clusters.retry({ clusterId })
    await back
    expect(await calls.topics.list({ clusterId })).toEqual([])
    const failed = firstOf(calls.clusters.watchConnection({ clusterId }), isState('failed'))
    await calls.clusters.change({ clusterId, name: '', bootstrapServers, security, secrets: { password: 'wrong' } })
    expect(await failed).toMatchObject({ needs: null, why: expect.stringContaining('Invalid username or password') })
    expect(broker.stats().connections).toBe(0)
  },
)

test('two clusters are open at once, each with its own session', { timeout: 120_000 }, async () => {
  await using one = await startBroker()
  await using two = await startWithLogin()
  await using console = await startConsole()
  const { calls } = console
  const first = await calls.clusters.connect({ name: 'One', bootstrapServers: one.bootstrapServers })
  const second = await calls.clusters.connect({
    name: 'Two',
    bootstrapServers: two.bootstrapServers,
    security,
    secrets: { password },
    marks: { ...noMarks, isProduction: true, colour: 'red' },
  })
  const idOf = async (clusterId: string) => (await calls.brokers.list({ clusterId })).kafkaClusterId
  expect(await Promise.all([idOf(first.id), idOf(second.id)])).toEqual([one.clusterId, two.clusterId])
  expect(second.marks).toEqual({ colour: 'red', isProduction: true, isReadOnly: false })
})

test('bad input is refused with what to do', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls } = console
  const bootstrapServers = 'localhost:1'
  const trust = { from: 'file', type: 'JKS', path: '/nowhere/trust.jks' } as const
  const tls = { trust, identity: null, checksHostName: true }
  const noFile = { name: '', bootstrapServers, security: { tls, login: null } }
  const refused = await Promise.all(
    [
      calls.clusters.connect(noFile),
      calls.clusters.readProperties({ text: 'security.protocol=SASL_SSL' }),
      calls.clusters.readExport({ text: '{' }),
      calls.clusters.readExport({ text: '{"format":"other"}' }),
      calls.clusters.import({ text: '[]', passphrase: null }),
      calls.clusters.connect({ name: '', bootstrapServers: 'http://x' }),
      calls.clusters.connect({
        name: '',
        bootstrapServers,
        security: { tls: null, login: { mechanism: 'PLAIN', username: '' } },
      }),
      calls.secrets.protect({ passphrase: 'short' }),
    ].map(refusalOf),
  )
  for (const { code } of refused) expect(code).toBe('REJECTED')
  expect(refused[0]?.problem.why).toContain('ssl.truststore.location names /nowhere/trust.jks, which does not exist')
  expect(refused[1]?.problem.why).toContain('Kerberos')
  for (const call of [calls.clusters.describe({ clusterId: 'x' }), calls.clusters.retry({ clusterId: 'x' })]) {
    expect((await refusalOf(call)).code).toBe('NOT_FOUND')
  }
  // What cannot be tried is saved all the same when it is asked for, and says then what is wrong.
  const { id: clusterId } = await calls.clusters.connect({ ...noFile, isTried: false })
  expect(await firstOf(calls.clusters.watchConnection({ clusterId }), isState('failed'))).toMatchObject({
    needs: null,
    why: expect.stringContaining('trust.jks'),
  })
})

test(
  'a connection is tested before it is saved, and one that is saved with what is kept',
  { timeout: 120_000 },
  async () => {
    await using broker = await startWithLogin()
    await using console = await startConsole()
    const { calls } = console
    const connection = { name: '', bootstrapServers: broker.bootstrapServers, security }
    const stepsOf = async (input: Parameters<typeof calls.clusters.test>[0]) => {
      const steps: TestStep[] = []
      for await (const step of await calls.clusters.test(input)) steps.push(step)
      return steps.filter(({ result }) => result === 'failed').map(({ kind }) => kind)
    }
    expect(await stepsOf({ ...connection, clusterId: null, secrets: { password: 'x' } })).toEqual(['sasl'])
    expect(await stepsOf({ ...connection, clusterId: null, secrets: { password } })).toEqual([])
    const { id } = await calls.clusters.connect({ ...connection, secrets: { password } })
    expect(await stepsOf({ ...connection, clusterId: id })).toEqual([])
    expect(await calls.clusters.list()).toHaveLength(2)
  },
)
