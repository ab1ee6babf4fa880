import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import type { TestStep } from '../../../src-main/api/connections.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import type { ConnectionSecurity } from '../../../src-main/connections/connection-security.ts'
import { testConnection } from '../../../src-main/kafka/connection-test.ts'
import { answer, startFakeBroker } from '../../support/fake-broker.ts'
import { freePort } from '../../support/free-port.ts'
import { startBroker } from '../../support/start-broker.ts'

const authority = certificateAuthority('Brokkr tests')
const tls = { ca: authority.certificatePem, certificate: null, key: null, serverName: null }
const open: ConnectionSecurity = { tls: null, sasl: null }
const alice = { mechanism: 'PLAIN', username: 'alice', password: 'alice-secret' } as const

async function stepsOf(bootstrapServers: string, security: ConnectionSecurity, patienceMs = 8000): Promise<TestStep[]> {
  const steps: TestStep[] = []
  for await (const step of testConnection({ bootstrapServers, security, patienceMs })) steps.push(step)
  return steps
}

/** `name passed, tcp failed, tls skipped …` */
const outline = (steps: readonly TestStep[]): string => steps.map(({ kind, result }) => `${kind} ${result}`).join(', ')
const failure = (steps: readonly TestStep[]) => steps.find(({ result }) => result === 'failed')

function startSecured(config: Readonly<Record<string, string>> = {}, hosts?: readonly string[]) {
  const own = authority.issue([['CN', 'kafka']], { ...(hosts && { hosts }) })
  return startBroker({
    config: {
      listeners: 'SASL_SSL://127.0.0.1:0',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': own.keyPem,
      'ssl.keystore.certificate.chain': own.certificatePem,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': authority.certificatePem,
      'sasl.enabled.mechanisms': 'PLAIN',
      'plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";',
      'connection.failed.authentication.delay.ms': '0',
      ...config,
    },
  })
}

const untilTls = 'sasl skipped, versions skipped, metadata skipped, listener skipped'

describe('everything passes', () => {
  test('over a plain connection: what there is not is skipped', async () => {
    await using broker = await startBroker()
    const steps = await stepsOf(broker.bootstrapServers, open)
    expect(outline(steps)).toBe(
      'name passed, tcp passed, tls skipped, sasl skipped, versions passed, metadata passed, listener passed',
    )
    expect(steps.at(-1)?.target).toBe(`broker 1 at ${broker.bootstrapServers}`)
    expect(steps[4]?.detail).toBe('As Kafka 4.3.')
    expect(steps[5]?.detail).toContain(broker.clusterId)
  })

  test('over TLS with a login, whose certificate is described', async () => {
    await using broker = await startSecured()
    const steps = await stepsOf(broker.bootstrapServers, { tls, sasl: alice })
    expect(outline(steps)).toBe(
      'name passed, tcp passed, tls passed, sasl passed, versions passed, metadata passed, listener passed',
    )
    expect(steps[2]?.detail).toMatch(/^TLSv1\.3: CN=kafka, signed by CN=Brokkr tests, valid until \d{4}-\d\d-\d\d\.$/)
    expect(steps[3]?.detail).toBe('Logged in as alice by PLAIN.')
  })
})

describe('what fails is named, with what to do, and what comes behind it is skipped', () => {
  test('a name that nobody knows, beside an address that answers', async () => {
    await using broker = await startBroker()
    const steps = await stepsOf(`kafka.invalid:9092,${broker.bootstrapServers}`, open)
    expect(outline(steps)).toContain('name failed, tcp skipped, tls skipped, name passed, tcp passed, tls skipped')
    expect(failure(steps)?.detail).toContain('This machine does not know the name kafka.invalid')
    expect(failure(steps)?.remedy).toContain('hosts file')
    expect(steps.at(-1)?.result).toBe('passed')
  })

  test('an address where something else answers, beside one of the cluster', async () => {
    await using talker = await startTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
    await using broker = await startBroker()
    const steps = await stepsOf(`${talker.address},${broker.bootstrapServers}`, open)
    expect(failure(steps)).toMatchObject({ kind: 'versions', target: talker.address })
    expect(outline(steps)).toMatch(/versions failed, sasl skipped, versions passed, metadata passed, listener passed$/)
  })

  test('a closed port', async () => {
    const steps = await stepsOf(`127.0.0.1:${await freePort()}`, open)
    expect(outline(steps)).toBe(`name passed, tcp failed, tls skipped, ${untilTls}`)
    expect(failure(steps)?.detail).toContain('Nobody listens on port')
  })

  test('TLS to a port without encryption', async () => {
    await using broker = await startBroker()
    const steps = await stepsOf(broker.bootstrapServers, { tls, sasl: null })
    expect(outline(steps)).toBe(`name passed, tcp passed, tls failed, ${untilTls}`)
    expect(failure(steps)).toMatchObject({
      detail: 'This port speaks Kafka without encryption.',
      remedy: expect.stringContaining('Switch TLS off'),
    })
  })

  test('no TLS to an encrypted port', async () => {
    await using broker = await startSecured()
    const steps = await stepsOf(broker.bootstrapServers, open)
    expect(failure(steps)).toMatchObject({
      kind: 'versions',
      detail: 'This port is encrypted.',
      remedy: expect.stringContaining('Switch TLS on'),
    })
  })

  test('a certificate that has expired', async () => {
    // No broker of ours starts with one.
    const { keyPem: key, certificatePem: cert } = authority.issue([['CN', 'kafka']], {
      notAfter: new Date(Date.now() - 3_600_000),
    })
    await using server = await listening(createTlsServer({ key, cert }))
    const steps = await stepsOf(server.address, { tls, sasl: alice })
    expect(failure(steps)).toMatchObject({ kind: 'tls', detail: expect.stringContaining('CN=kafka expired on') })
  })

  test('a certificate for another host, which can be taken all the same', async () => {
    await using broker = await startSecured({}, ['kafka.example'])
    const steps = await stepsOf(broker.bootstrapServers, { tls, sasl: alice })
    expect(failure(steps)).toMatchObject({
      kind: 'tls',
      detail: 'The certificate is for kafka.example, and not for 127.0.0.1.',
    })
    const lenient = await stepsOf(broker.bootstrapServers, { tls: { ...tls, takesAnyName: true }, sasl: alice })
    expect(failure(lenient)).toBeUndefined()
  })

  test('a certificate that somebody else has signed', async () => {
    await using broker = await startSecured()
    const stranger = certificateAuthority('Somebody else').certificatePem
    for (const ca of [stranger, null]) {
      const steps = await stepsOf(broker.bootstrapServers, { tls: { ...tls, ca }, sasl: alice })
      expect(failure(steps)).toMatchObject({
        kind: 'tls',
        detail: expect.stringContaining('signed by CN=Brokkr tests'),
      })
      expect(failure(steps)?.remedy).toContain('ssl.truststore')
    }
  })

  test('a broker that wants a certificate of the client, and one that does not take it', async () => {
    const config = { listeners: 'SSL://127.0.0.1:0', 'ssl.client.auth': 'required' }
    await using broker = await startSecured(config)
    const without = await stepsOf(broker.bootstrapServers, { tls, sasl: null })
    expect(failure(without)).toMatchObject({ kind: 'tls', detail: expect.stringContaining('asks for a certificate') })
    const own = certificateAuthority('Somebody else').issue([['CN', 'console']])
    const shown = { ...tls, certificate: own.certificatePem, key: own.keyPem }
    const foreign = await stepsOf(broker.bootstrapServers, { tls: shown, sasl: null })
    expect(failure(foreign)).toMatchObject({ kind: 'tls', detail: expect.stringContaining('does not take') })
  })

  test('a wrong password, an unknown mechanism, a login where none is asked for, and none where one is', async () => {
    await using broker = await startSecured()
    const logIn = async (sasl: ConnectionSecurity['sasl']) =>
      failure(await stepsOf(broker.bootstrapServers, { tls, sasl }))
    expect(await logIn({ ...alice, password: 'x' })).toMatchObject({
      kind: 'sasl',
      detail: expect.stringContaining('Invalid username or password'),
      remedy: 'Check the name of the user and the password.',
    })
    expect(await logIn({ ...alice, mechanism: 'SCRAM-SHA-512' })).toMatchObject({
      kind: 'sasl',
      detail: 'It takes PLAIN, and not SCRAM-SHA-512.',
    })
    expect(await logIn(null)).toMatchObject({
      kind: 'metadata',
      detail: 'The broker asks for a login, and takes PLAIN.',
    })
    await using plain = await startBroker()
    expect(failure(await stepsOf(plain.bootstrapServers, { tls: null, sasl: alice }))).toMatchObject({
      kind: 'sasl',
      remedy: expect.stringContaining('Switch the login off'),
    })
  })

  test('a program that is no Kafka, and one that says nothing', async () => {
    await using talker = await startTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
    const steps = await stepsOf(talker.address, open)
    expect(failure(steps)).toMatchObject({ kind: 'versions', remedy: expect.stringContaining('the port of a Kafka') })
    await using silent = await startTcp(() => undefined)
    expect(failure(await stepsOf(silent.address, open, 300))).toMatchObject({ kind: 'versions' })
    expect(failure(await stepsOf(silent.address, { tls, sasl: null }, 300))).toMatchObject({ kind: 'tls' })
  })

  test('a broker that is too old', async () => {
    const old = answer(apiVersions, () => ({ errorCode: 0, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 0 }] }))
    await using broker = await startFakeBroker({ answers: [old] })
    const steps = await stepsOf(`${broker.host}:${broker.port}`, open)
    expect(failure(steps)).toMatchObject({
      kind: 'versions',
      detail: expect.stringContaining('No common version of Metadata'),
    })
  })
})

describe('advertised listeners', () => {
  test('each is tried: a name that is not known here, a port that nobody has, another cluster', async () => {
    await using other = await startBroker()
    await using broker = await startBroker()
    const real = await stepsOf(broker.bootstrapServers, open)
    expect(failure(real)).toBeUndefined()
    const closed = await freePort()
    await using proxy = await startAdvertising([
      { nodeId: 1, host: 'kafka.invalid', port: 9092 },
      { nodeId: 2, host: '127.0.0.1', port: closed },
      { nodeId: 3, host: '127.0.0.1', port: other.port },
    ])
    const steps = (await stepsOf(proxy.address, open)).filter(({ kind }) => kind === 'listener')
    expect(steps.map(({ target, result }) => `${target} ${result}`)).toEqual([
      'broker 1 at kafka.invalid:9092 failed',
      `broker 2 at 127.0.0.1:${closed} failed`,
      `broker 3 at 127.0.0.1:${other.port} failed`,
    ])
    expect(steps[0]?.detail).toMatch(/^Broker 1 advertises kafka\.invalid:9092\. This machine does not know the name/)
    expect(steps[1]?.detail).toContain('Nobody listens on port')
    expect(steps[1]?.remedy).toContain('127.0.0.1 is always the machine that asks')
    expect(steps[2]?.detail).toContain('There answers another cluster')
    for (const { remedy } of steps) expect(remedy).toContain('Set advertised.listeners')
  })
})

const startTcp = (serve: (socket: Socket) => void) => listening(createServer(serve))

async function listening(server: Server) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.')
  return {
    address: `127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A broker with every API that is asked for, which names others. */
async function startAdvertising(brokers: readonly { nodeId: number; host: string; port: number }[]) {
  const named = answer(metadata, () => ({
    brokers: brokers.map((each) => ({ ...each, rack: null })),
    clusterId: 'advertising',
    controllerId: 1,
    topics: [],
  }))
  const all = Array.from({ length: 70 }, (_, apiKey) => ({ apiKey, minVersion: 0, maxVersion: apiKey === 18 ? 3 : 9 }))
  const versions = answer(apiVersions, () => ({ errorCode: 0, apiKeys: all }))
  const broker = await startFakeBroker({ answers: [named, versions] })
  return { address: `${broker.host}:${broker.port}`, [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose]() }
}
