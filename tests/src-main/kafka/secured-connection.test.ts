import { expect, test } from 'vitest'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import type { ConnectionSecurity, SaslLogin } from '../../../src-main/connections/connection-security.ts'
import { ScramClient } from '../../../src-main/kafka/scram-client.ts'
import { setScramPasswords } from '../../../src-main/kafka/scram-users.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { scramClient } from '../../support/sasl-client.ts'
import { startBroker, type TestBroker } from '../../support/start-broker.ts'

const authority = certificateAuthority('Brokkr tests')
const own = authority.issue([['CN', 'localhost']])

async function startSecured(config: Readonly<Record<string, string>> = {}): Promise<TestBroker> {
  return startBroker({
    config: {
      listeners: 'SASL_SSL://127.0.0.1:0',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': own.keyPem,
      'ssl.keystore.certificate.chain': own.certificatePem,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': authority.certificatePem,
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
      'plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";',
      'connection.failed.authentication.delay.ms': '0',
      ...config,
    },
  })
}

const tls = { ca: authority.certificatePem, certificate: null, key: null, serverName: 'localhost' }
const alice = { mechanism: 'PLAIN', username: 'alice', password: 'alice-secret' } as const

function connect({ host, port }: TestBroker, security: Partial<ConnectionSecurity>): WireCluster {
  return new WireCluster({ bootstrap: [{ host, port }], tls, sasl: null, ...security })
}

async function whoGetsIn(broker: TestBroker, sasl: SaslLogin): Promise<string> {
  const cluster = connect(broker, { sasl })
  try {
    const { brokers } = await cluster.metadata()
    return `${brokers.length} broker`
  } catch (error) {
    return String(error)
  } finally {
    cluster.close()
  }
}

function unsecuredToken(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}

test('every mechanism logs in over TLS, and says why where it does not', async () => {
  await using broker = await startSecured()
  const admin = connect(broker, { sasl: alice })
  await setScramPasswords(admin, [{ name: 'bob, =the builder', password: 'ä b' }])
  admin.close()
  const bob = { username: 'bob, =the builder', password: 'ä b' }
  const exp = Math.floor(Date.now() / 1000) + 60
  expect(await whoGetsIn(broker, alice)).toBe('1 broker')
  expect(await whoGetsIn(broker, { ...bob, mechanism: 'SCRAM-SHA-256' })).toBe('1 broker')
  expect(await whoGetsIn(broker, { ...bob, mechanism: 'SCRAM-SHA-512' })).toBe('1 broker')
  const token = (claims: object): SaslLogin => ({ mechanism: 'OAUTHBEARER', token: unsecuredToken(claims) })
  expect(await whoGetsIn(broker, token({ sub: 'carol', exp }))).toBe('1 broker')
  expect(await whoGetsIn(broker, token({ sub: 'carol', exp: exp - 600 }))).toContain('{"status":"invalid_token"}')
  expect(await whoGetsIn(broker, { ...alice, password: 'x' })).toContain('Invalid username or password.')
  const wrong = await whoGetsIn(broker, { ...bob, mechanism: 'SCRAM-SHA-512', password: 'x' })
  expect(wrong).toContain('invalid credentials with SASL mechanism SCRAM-SHA-512')
})

test('a mechanism that the broker lacks is answered with those that it has', async () => {
  await using broker = await startSecured({ 'sasl.enabled.mechanisms': 'PLAIN' })
  const answer = await whoGetsIn(broker, { ...alice, mechanism: 'SCRAM-SHA-256' })
  expect(answer).toContain('It takes PLAIN, and not SCRAM-SHA-256.')
})

test.each([
  [{ ...tls, ca: null }, 'signed by an authority that is not trusted here'],
  [{ ...tls, ca: certificateAuthority('Brokkr tests').certificatePem }, 'certificate'],
  [{ ...tls, serverName: 'elsewhere.example' }, 'Its certificate is for another host.'],
  [null, 'it may expect encryption (TLS) or a login (SASL)'],
])('a broker that does not pass is not talked to: %#', async (wrong, why) => {
  await using broker = await startSecured()
  const cluster = connect(broker, { tls: wrong })
  await expect(cluster.metadata()).rejects.toThrow(why)
  cluster.close()
})

test('a port without encryption closes the connection, and the console says what that may mean', async () => {
  await using broker = await startBroker()
  const cluster = connect(broker, {})
  await expect(cluster.metadata()).rejects.toThrow('it may be a port without encryption')
  cluster.close()
})

test('the console shows its own certificate where a broker asks for one', async () => {
  await using broker = await startSecured({ listeners: 'SSL://127.0.0.1:0', 'ssl.client.auth': 'required' })
  const { certificatePem: certificate, keyPem: key } = authority.issue([['CN', 'console']])
  const cluster = connect(broker, { tls: { ...tls, certificate, key } })
  expect((await cluster.metadata()).brokers).toHaveLength(1)
  cluster.close()
  const nobody = connect(broker, {})
  await expect(nobody.metadata()).rejects.toThrow()
  nobody.close()
})

// The client renews its session when 85 percent of it are over: what is left has to do on a busy machine.
test('a session that ends is renewed while requests go on, all on one connection', { timeout: 120_000 }, async () => {
  await using broker = await startSecured({ 'connections.max.reauth.ms': '5000' })
  const cluster = connect(broker, { sasl: alice })
  const connection = await cluster.connection({ to: 'any' })
  const endsAt = performance.now() + 11_000
  let answered = 0
  while (performance.now() < endsAt) {
    const several = Array.from({ length: 5 }, () => connection.request(metadata, { topics: [] }))
    answered += (await Promise.all(several)).length
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(answered).toBeGreaterThan(0)
  expect(connection.isOpen).toBe(true)
  expect(broker.stats().connections).toBe(1)
  cluster.close()
})

test.each([
  ['another nonce', (first: string) => first.replace(/r=.*,s/, 'r=abcdef,s')],
  ['its own nonce given back', (first: string) => first.replace(/r=.*,s/, 'r=nonce,s')],
  ['few iterations', (first: string) => first.replace(/i=\d+/, 'i=1')],
  ['so many iterations that it would take minutes', (first: string) => first.replace(/i=\d+/, 'i=9999999')],
  ['nothing that can be read', () => 'x'],
])('a server that answers SCRAM with %s is sent nothing', async (_, change) => {
  const client = new ScramClient({ mechanism: 'SCRAM-SHA-256', username: 'u', password: 'p' }, 'nonce')
  const honest = 'r=nonceandmore,s=QSXCR+Q6sek8bf92,i=4096'
  await expect(client.answer(Buffer.from(change(honest)))).rejects.toThrow(/Its challenge|It answers|It wants/)
})

test('a server that does not know the password is found out', async () => {
  const user = { mechanism: 'SCRAM-SHA-256', username: 'user', password: 'pencil' } as const
  const challenge = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'
  const client = new ScramClient(user, 'rOprNGfwEbeRWgbNEkqO')
  // The exchange of RFC 7677, and the same by the tests' own client.
  const final = Buffer.from((await client.answer(Buffer.from(challenge))) ?? []).toString()
  expect(final).toContain('p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=')
  expect(scramClient({ ...user, user: user.username }, 'rOprNGfwEbeRWgbNEkqO').answer(challenge).clientFinal).toBe(
    final,
  )
  await expect(client.answer(Buffer.from(`v=${Buffer.alloc(32).toString('base64')}`))).rejects.toThrow(
    'may be somebody',
  )
  const again = new ScramClient(user, 'rOprNGfwEbeRWgbNEkqO')
  await again.answer(Buffer.from(challenge))
  expect(await again.answer(Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).toBeNull()
})
