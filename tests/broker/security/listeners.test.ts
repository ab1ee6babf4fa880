import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { describeCluster } from '../../../broker/protocol/messages/describe-cluster.ts'
import { describeUserScramCredentials } from '../../../broker/protocol/messages/describe-user-scram-credentials.ts'
import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { saslAuthenticate } from '../../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../../broker/protocol/messages/sasl-handshake.ts'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import { connectToKafka } from '../../support/kafka-connection.ts'
import { heldTime } from '../../support/held-time.ts'
import { authenticatePlain, plainToken } from '../../support/sasl-client.ts'
import { startBroker } from '../../support/start-broker.ts'

const authority = certificateAuthority('Brokkr tests')
const own = authority.issue([['CN', 'localhost']])
const pem = {
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.key': own.keyPem,
  'ssl.keystore.certificate.chain': own.certificatePem,
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.certificates': authority.certificatePem,
}
const plainUsers = {
  'sasl.enabled.mechanisms': 'PLAIN',
  'plain.sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret" user_bob="b\\"ob";',
  'connection.failed.authentication.delay.ms': '0',
}
const trusting = { ca: authority.certificatePem, servername: 'localhost' }

test('clients are sent to the listener that they came by', async () => {
  await using broker = await startBroker({
    config: {
      ...pem,
      ...plainUsers,
      listeners: 'PLAINTEXT://127.0.0.1:0,TLS://127.0.0.1:0,LOGIN://127.0.0.1:0,CONTROLLER://127.0.0.1:0',
      'advertised.listeners': 'PLAINTEXT://plain.example:1,TLS://tls.example:2,LOGIN://login.example:3',
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,TLS:SSL,LOGIN:SASL_SSL,CONTROLLER:PLAINTEXT',
      'inter.broker.listener.name': 'PLAINTEXT',
    },
  })
  const [plain, tls, login] = broker.listeners.map(({ listening }) => listening.port)
  await using first = await connectToKafka('127.0.0.1', plain ?? 0)
  await using second = await connectToKafka('127.0.0.1', tls ?? 0, trusting)
  await using third = await connectToKafka('127.0.0.1', login ?? 0, trusting)
  await authenticatePlain(third, 'alice', 'alice-secret')
  for (const [client, host] of [
    [first, 'plain.example'],
    [second, 'tls.example'],
    [third, 'login.example'],
  ] as const) {
    const { brokers } = await client.request(metadata, 12, { topics: [] })
    expect(brokers).toMatchObject([{ host }])
    expect(await client.request(describeCluster, 1, { includeClusterAuthorizedOperations: false })).toMatchObject({
      brokers: [{ host }],
    })
    const found = await client.request(findCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
    expect(found.coordinators).toMatchObject([{ host, errorCode: 0 }])
  }
})

test('before it has shown who it is, a client gets ApiVersions and the handshake and nothing else', async () => {
  await using broker = await startBroker({
    config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0' },
  })
  await using client = await broker.connect()
  expect(await client.request(apiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' })).toMatchObject({
    errorCode: 0,
  })
  await expect(client.request(metadata, 12, { topics: [] })).rejects.toThrow('closed the connection')
  await expect.poll(() => broker.log()).toContain('before it authenticated')

  await using other = await broker.connect()
  await authenticatePlain(other, 'bob', 'b"ob')
  expect(await other.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })
  // Without sessions that end there is nothing to authenticate again for.
  expect(await other.request(saslHandshake, 1, { mechanism: 'PLAIN' })).toEqual({
    errorCode: errorCode.ILLEGAL_SASL_STATE,
    mechanisms: [],
  })
  expect(await other.request(saslAuthenticate, 2, { authBytes: plainToken('bob', 'b"ob') })).toMatchObject({
    errorCode: errorCode.ILLEGAL_SASL_STATE,
  })
})

test('another request in the middle of the exchange is told that it is out of turn, and ends the connection', async () => {
  await using broker = await startBroker({ config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0' } })
  const begin = async () => {
    const client = await broker.connect()
    await client.request(saslHandshake, 1, { mechanism: 'PLAIN' })
    return client
  }
  await using one = await begin()
  expect(await one.request(metadata, 12, { topics: [{ name: 'orders' }] })).toMatchObject({
    topics: [{ name: 'orders', errorCode: errorCode.ILLEGAL_SASL_STATE }],
  })
  await one.closed
  await using another = await begin()
  expect(await another.request(saslHandshake, 1, { mechanism: 'PLAIN' })).toMatchObject({
    errorCode: errorCode.ILLEGAL_SASL_STATE,
  })
  await another.closed
  await expect.poll(() => broker.log()).toContain('it sent Metadata between the tokens')
})

test('a wrong password is told of, and ends the connection', async () => {
  await using broker = await startBroker({ config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0' } })
  for (const [user, password] of [
    ['alice', 'wrong'],
    ['nobody', 'alice-secret'],
  ] as const) {
    await using client = await broker.connect()
    expect(await authenticatePlain(client, user, password)).toMatchObject({
      errorCode: errorCode.SASL_AUTHENTICATION_FAILED,
      errorMessage: 'Authentication failed: Invalid username or password',
    })
    await client.closed
  }
})

test('a mechanism that is not offered is answered with those that are', async () => {
  await using broker = await startBroker({ config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0' } })
  await using client = await broker.connect()
  expect(await client.request(saslHandshake, 1, { mechanism: 'GSSAPI' })).toEqual({
    errorCode: errorCode.UNSUPPORTED_SASL_MECHANISM,
    mechanisms: ['PLAIN'],
  })
  await client.closed
})

test('after a handshake of version 0 tokens come bare', async () => {
  await using broker = await startBroker({ config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0' } })
  const bare = (token: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(token.length)
    return Buffer.concat([size, token])
  }
  await using client = await broker.connect()
  await client.request(saslHandshake, 0, { mechanism: 'PLAIN' })
  client.write(bare(plainToken('alice', 'alice-secret')))
  expect(await client.nextFrame()).toHaveLength(0)
  expect(await client.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })

  await using wrong = await broker.connect()
  await wrong.request(saslHandshake, 0, { mechanism: 'PLAIN' })
  wrong.write(bare(plainToken('alice', 'wrong')))
  await expect(wrong.nextFrame()).rejects.toThrow('closed the connection')
})

test('who has not shown who it is gets little memory', async () => {
  await using broker = await startBroker({
    config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'sasl.server.max.receive.size': '1000' },
  })
  await using client = await broker.connect()
  client.write(Buffer.from([0, 0, 0x10, 0]))
  await client.closed
  await using other = await broker.connect()
  await authenticatePlain(other, 'alice', 'alice-secret')
  const many = Array.from({ length: 200 }, (_, index) => ({ name: `a-long-name-of-a-topic-${index}` }))
  const { topics } = await other.request(metadata, 9, { topics: many, allowAutoTopicCreation: false })
  expect(topics).toHaveLength(200)
})

test('on a listener without SASL a handshake is out of turn', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  expect(await client.request(saslHandshake, 1, { mechanism: 'PLAIN' })).toMatchObject({
    errorCode: errorCode.ILLEGAL_SASL_STATE,
  })
  expect(await client.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })
})

test('a session ends, unless the client shows again who it is', async () => {
  const time = heldTime()
  await using broker = await startBroker({
    config: { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'connections.max.reauth.ms': '1500' },
    environment: time.environment,
  })
  await using staying = await broker.connect()
  await using leaving = await broker.connect()
  expect(await authenticatePlain(leaving, 'alice', 'alice-secret')).toMatchObject({ sessionLifetimeMs: 1500n })
  await authenticatePlain(staying, 'alice', 'alice-secret')
  expect(await authenticatePlain(staying, 'alice', 'alice-secret')).toMatchObject({ errorCode: 0 })
  // Once a second is enough.
  expect(await staying.request(saslHandshake, 1, { mechanism: 'PLAIN' })).toMatchObject({
    errorCode: errorCode.ILLEGAL_SASL_STATE,
  })
  time.pass(1200)
  expect(await authenticatePlain(staying, 'alice', 'alice-secret')).toMatchObject({ errorCode: 0 })
  expect(await leaving.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })
  time.pass(301)
  await expect(leaving.request(metadata, 12, { topics: [] })).rejects.toThrow('closed the connection')
  expect(await staying.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })
  expect(broker.log()).toContain('its session has expired')

  await using other = await broker.connect()
  await authenticatePlain(other, 'alice', 'alice-secret')
  expect(await authenticatePlain(other, 'bob', 'b"ob')).toMatchObject({
    errorCode: errorCode.SASL_AUTHENTICATION_FAILED,
    errorMessage: 'Cannot change principals during re-authentication from User.alice: User.bob',
  })
  await other.closed
})

test('who shows a certificate is called by the rules for its name, who shows a strange one is sent away', async () => {
  await using broker = await startBroker({
    config: {
      ...pem,
      listeners: 'SSL://127.0.0.1:0',
      'ssl.client.auth': 'required',
      'ssl.principal.mapping.rules': 'RULE:^CN=(.*?),OU=Dev$/$1/',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:alice',
    },
  })
  const connect = (tls: object) => connectToKafka('127.0.0.1', broker.port, { ...trusting, ...tls })
  const alice = authority.issue([
    ['OU', 'Dev'],
    ['CN', 'alice'],
  ])
  await using client = await connect({ key: alice.keyPem, cert: alice.certificatePem })
  const request = { users: null }
  expect(await client.request(describeUserScramCredentials, 0, request)).toMatchObject({ errorCode: 0 })
  const bob = authority.issue([
    ['OU', 'Dev'],
    ['CN', 'bob'],
  ])
  await using other = await connect({ key: bob.keyPem, cert: bob.certificatePem })
  expect(await other.request(describeUserScramCredentials, 0, request)).toMatchObject({
    errorCode: errorCode.CLUSTER_AUTHORIZATION_FAILED,
  })
  const nobody = authority.issue([['CN', 'nobody']])
  const stranger = certificateAuthority('Somebody else').issue([
    ['OU', 'Dev'],
    ['CN', 'alice'],
  ])
  for (const { keyPem: key, certificatePem: cert } of [nobody, stranger]) {
    await connect({ key, cert }).then(
      (connection) => connection.closed,
      () => {},
    )
  }
  await connect({}).then(
    (connection) => connection.closed,
    () => {},
  )
  expect(broker.log()).toContain('gives a name for its certificate')
})

test('with SASL a certificate opens the door where the listener itself asks for it, and the login says who comes', async () => {
  const asks = 'listener.name.sasl_ssl.ssl.client.auth'
  const config = { ...plainUsers, ...pem, listeners: 'SASL_SSL://127.0.0.1:0' }
  const certified = authority.issue([['CN', 'carol']])
  const shown = { key: certified.keyPem, cert: certified.certificatePem }
  const logIn = async (port: number, tls: object) => {
    await using client = await connectToKafka('127.0.0.1', port, { ...trusting, ...tls })
    return (await authenticatePlain(client, 'alice', 'alice-secret')).errorCode
  }
  {
    await using broker = await startBroker({ config: { ...config, [asks]: 'required' } })
    await expect(logIn(broker.port, {})).rejects.toThrow()
    expect(await logIn(broker.port, shown)).toBe(0)
  }
  // Said for all listeners it does not count for those with SASL (KIP-684).
  await using broker = await startBroker({ config: { ...config, 'ssl.client.auth': 'required' } })
  expect(await logIn(broker.port, {})).toBe(0)
})

test('a client that never finishes its handshake, or its request, is let go', async () => {
  await using broker = await startBroker({
    config: {
      ...pem,
      ...plainUsers,
      listeners: 'SASL_PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0',
      'connections.max.idle.ms': '500',
    },
  })
  const [login = 0, tls = 0] = broker.listeners.map(({ listening }) => listening.port)
  await using silent = await connectToKafka('127.0.0.1', tls)
  await using halfway = await connectToKafka('127.0.0.1', login)
  halfway.write(Buffer.from([0, 0, 0, 40, 0]))
  await Promise.all([silent.closed, halfway.closed])
})

test.each([
  [{ listeners: 'SSL://127.0.0.1:0' }, 'it has no certificate; set ssl.keystore.location'],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.keystore.key': 'rubbish' }, 'ssl.keystore.key holds no private key'],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.keystore.type': 'JKS' }, 'only for ssl.keystore.type=PEM'],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.keystore.location': '/x' }, 'only one of ssl.keystore.location'],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.keystore.type': 'BKS' }, 'there are JKS, PKCS12 and PEM'],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.enabled.protocols': 'SSLv3' }, "ssl.enabled.protocols names 'SSLv3'"],
  [{ ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.cipher.suites': 'TLS_MAGIC' }, "ssl.cipher.suites names 'TLS_MAGIC'"],
  [{ ...pem, ...expired(), listeners: 'SSL://127.0.0.1:0' }, 'expired on'],
  [{ listeners: 'SASL_PLAINTEXT://127.0.0.1:0' }, 'names GSSAPI; here are PLAIN'],
  [{ listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'sasl.enabled.mechanisms': 'PLAIN' }, 'there are no users for it'],
  [
    { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'plain.sasl.jaas.config': 'x' },
    "'required' must follow x",
  ],
  [
    { ...plainUsers, listeners: 'SASL_PLAINTEXT://127.0.0.1:0', 'plain.sasl.jaas.config': 'x required;' },
    'PLAIN needs org.apache.kafka.common.security.plain.PlainLoginModule',
  ],
])('a listener that cannot be opened says why: %#', async (config, sentence) => {
  await expect(startBroker({ config })).rejects.toThrow(sentence)
})

function expired() {
  const { keyPem, certificatePem } = authority.issue([['CN', 'late']], { notAfter: new Date(Date.now() - 1000) })
  return { 'ssl.keystore.key': keyPem, 'ssl.keystore.certificate.chain': certificatePem }
}

test('suites of ciphers are chosen by their names in Java', async () => {
  const suite = 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'
  await using broker = await startBroker({
    config: { ...pem, listeners: 'SSL://127.0.0.1:0', 'ssl.enabled.protocols': 'TLSv1.2', 'ssl.cipher.suites': suite },
  })
  await using client = await connectToKafka('127.0.0.1', broker.port, trusting)
  expect((client.socket as TLSSocket).getCipher()).toMatchObject({ standardName: suite, version: 'TLSv1.2' })
})
