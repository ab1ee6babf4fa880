import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { incrementalAlterConfigs } from '../../../broker/protocol/messages/incremental-alter-configs.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import { connectToKafka, type KafkaConnection } from '../../support/kafka-connection.ts'
import { createTopic, produceTo } from '../../support/kafka-requests.ts'
import { startBroker, type TestBroker } from '../../support/start-broker.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const brokerType = 4
const authority = certificateAuthority('Brokkr tests')
const trusting = { ca: authority.certificatePem, servername: 'localhost' }

/** @returns 'done', or the code and the message of the refusal */
async function change(client: KafkaConnection, resourceName: string, values: Readonly<Record<string, string>>) {
  const configs = Object.entries(values).map(([name, value]) => ({ name, configOperation: 0, value }))
  const resources = [{ resourceType: brokerType, resourceName, configs }]
  const { responses } = await client.request(incrementalAlterConfigs, 1, { resources, validateOnly: false })
  const [answer] = responses
  return answer?.errorCode === errorCode.NONE ? 'done' : `${answer?.errorCode} ${answer?.errorMessage}`
}

const isAlive = (client: KafkaConnection) => client.request(metadata, 12, { topics: [] }).then(() => true)

test('a certificate is changed while the broker runs, is there after a restart, and one that cannot be read is refused', async () => {
  await using folder = await temporaryFolder()
  const issue = (name: string) => {
    const { keyPem, certificatePem } = authority.issue([['CN', name]])
    return keyPem + certificatePem
  }
  const [first, second] = [folder.join('first.pem'), folder.join('second.pem')]
  await writeFile(first, issue('one'))
  await writeFile(second, issue('two'))
  const data = folder.join('data')
  const config = {
    listeners: 'PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': first,
  }
  const location = 'listener.name.ssl.ssl.keystore.location'
  {
    await using broker = await startBroker({ data, config })
    await using admin = await broker.connect()
    await using before = await secured(broker)
    expect(subjectOf(before)).toBe('one')

    expect(await change(admin, '1', { [location]: second })).toBe('done')
    await using after = await secured(broker)
    expect(subjectOf(after)).toBe('two')
    expect(await isAlive(before)).toBe(true)

    const missing = await change(admin, '1', { [location]: folder.join('missing.pem') })
    expect(missing).toMatch(/^42 The listener SSL \(SSL\) cannot be opened: .*missing\.pem/)
    expect(await change(admin, '1', { 'ssl.keystore.location': first })).toBe(
      '42 These security configs can be dynamically updated only per-listener using the listener prefix: [ssl.keystore.location]',
    )

    // The file has new contents, and is named once more.
    await writeFile(second, issue('three'))
    expect(await change(admin, '1', { [location]: second })).toBe('done')
    await using renewed = await secured(broker)
    expect(subjectOf(renewed)).toBe('three')
  }
  await using broker = await startBroker({ data, config })
  await using client = await secured(broker)
  expect(subjectOf(client)).toBe('three')
})

test('limits of connections are lowered and raised while the broker runs', async () => {
  await using broker = await startBroker()
  await using admin = await broker.connect()
  await using idle = await broker.connect()
  await using busy = await broker.connect()
  expect(await isAlive(busy)).toBe(true)
  expect(await change(admin, '', { 'max.connections': '2' })).toBe('done')
  await idle.closed
  expect(await isAlive(busy)).toBe(true)

  await using waiting = await broker.connect()
  const answered = isAlive(waiting)
  expect(await change(admin, '', { 'max.connections': '10' })).toBe('done')
  expect(await answered).toBe(true)

  expect(await change(admin, '', { 'max.connections.per.ip': '3' })).toBe('done')
  await using tooMany = await broker.connect()
  await tooMany.closed
  expect(await isAlive(admin)).toBe(true)
})

test('what a listener is made of, and what is wrong by itself, waits for a restart or is refused', async () => {
  await using broker = await startBroker()
  await using admin = await broker.connect()
  expect(await change(admin, '', { 'listener.name.plaintext.ssl.keystore.type': 'PEM' })).toBe(
    '42 Cannot update these configs at default cluster level, broker id must be specified: [listener.name.plaintext.ssl.keystore.type]',
  )
  expect(await change(admin, '1', { 'listener.name.plaintext.sasl.enabled.mechanisms': 'PLAIN' })).toContain(
    'Configs cannot be updated dynamically for an existing listener',
  )
  expect(await change(admin, '1', { 'listener.name.plaintext.max.connections': 'many' })).toMatch(/^42 .*many/)
  expect(await change(admin, '1', { listeners: 'PLAINTEXT://:0,MORE://:0' })).toContain('when it starts')
  expect(await change(admin, '1', { 'max.connections.per.ip': '0' })).toContain('max.connections.per.ip.overrides')
})

test('the pause of compaction is shortened while it lasts', async () => {
  await using folder = await temporaryFolder()
  const data = folder.join('data')
  await using broker = await startBroker({ data, config: { 'log.cleaner.backoff.ms': '3600000' } })
  await using admin = await broker.connect()
  const configs = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0', 'segment.ms': '1' }
  await createTopic(admin, 'table', { configs })
  expect(await change(admin, '', { 'log.cleaner.backoff.ms': '1' })).toBe('done')
  const isCompacted = async () => {
    const record = { key: Buffer.from('k'), value: Buffer.from('v'), timestamp: BigInt(Date.now()) }
    await produceTo(admin, { topic: 'table' }, buildBatch([record]))
    return existsSync(join(data, 'cleaner-offset-checkpoint'))
  }
  await expect.poll(isCompacted).toBe(true)
})

async function secured(broker: TestBroker): Promise<KafkaConnection> {
  return connectToKafka('127.0.0.1', broker.listeners[1]?.listening.port ?? 0, trusting)
}

function subjectOf(client: KafkaConnection): string {
  return String((client.socket as TLSSocket).getPeerCertificate().subject.CN)
}
