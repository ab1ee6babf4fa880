import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import type { KeyStore, Secrets, SecuritySettings, TestStep } from '../../src-main/api/connections.ts'
import { refusalOf } from '../support/console-client.ts'
import { kafkasUnderTest } from '../support/kafka-under-test.ts'
import { runCommand } from '../support/run-command.ts'
import { alice, bob, startSecuredKafka, type SecuredKafka } from '../support/secured-kafka.ts'
import { startConsole, type TestConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'
import { startTokenEndpoint } from '../support/token-endpoint.ts'

const storePassword = 'changeit'

/** The authority, and the client's key and certificate, as each kind of file. */
async function makeStores({ join, caPath, clientPath }: SecuredKafka): Promise<void> {
  const secret = `pass:${storePassword}`
  await runCommand('openssl', ['pkcs12', '-export', '-in', clientPath, '-out', join('client.p12'), '-passout', secret])
  const pass = ['-noprompt', '-storepass', storePassword]
  for (const [type, end] of [
    ['PKCS12', 'p12'],
    ['JKS', 'jks'],
  ] as const) {
    const store = ['-keystore', join(`trust.${end}`), '-storetype', type]
    await runCommand('keytool', ['-importcert', '-alias', 'ca', '-file', caPath, ...store, ...pass])
  }
  const from = ['-srckeystore', join('client.p12'), '-srcstoretype', 'PKCS12', '-srcstorepass', storePassword]
  const to = ['-destkeystore', join('client.jks'), '-deststoretype', 'JKS', '-deststorepass', storePassword]
  await runCommand('keytool', ['-importkeystore', '-noprompt', ...from, ...to])
}

describe.each(kafkasUnderTest)('the console connects to $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isKafkaMissing || isMissing('java'))('', { timeout: 180_000 }, () => {
    let kafka: SecuredKafka
    let console: TestConsole
    beforeAll(async () => {
      kafka = await startSecuredKafka(start, { 'listener.name.ssl.ssl.client.auth': 'required' })
      console = await startConsole()
      await makeStores(kafka)
      return async () => {
        await console[Symbol.asyncDispose]()
        await kafka[Symbol.asyncDispose]()
      }
    }, 300_000)

    /** Connects as a user does, and walks the connection step by step; gives what did not pass. */
    async function connect(bootstrapServers: string, security: SecuritySettings, secrets: Secrets = {}) {
      const { calls } = console
      const connection = { name: '', bootstrapServers, security, secrets }
      const { id: clusterId } = await calls.clusters.connect(connection)
      expect((await calls.brokers.list({ clusterId })).brokers).toMatchObject([{ nodeId: 1, problem: null }])
      const steps: TestStep[] = []
      for await (const step of await calls.clusters.test({ ...connection, clusterId })) steps.push(step)
      return steps.filter(({ result }) => result === 'failed')
    }

    const file = (type: 'PEM' | 'PKCS12' | 'JKS', path: string): KeyStore => ({
      from: 'file',
      type,
      path,
      keyPath: null,
    })
    const ca = () => file('PEM', kafka.caPath)
    const login = (mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512', username: string): SecuritySettings => ({
      tls: { trust: ca(), identity: null, checksHostName: true },
      login: { mechanism, username },
    })

    test('without encryption', async () => {
      expect(await connect(kafka.open, { tls: null, login: null })).toEqual([])
    })

    test('with keys and certificates from PEM, PKCS12 and JKS files, and from text', async () => {
      const passwords = { trustStorePassword: storePassword, keyStorePassword: storePassword }
      const { join, clientPath } = kafka
      const pem = await readFile(clientPath, 'utf8')
      const kinds = [
        [ca(), file('PEM', clientPath), {}],
        [file('PKCS12', join('trust.p12')), file('PKCS12', join('client.p12')), passwords],
        [file('JKS', join('trust.jks')), file('JKS', join('client.jks')), passwords],
        [{ from: 'text', certificates: kafka.caPem }, { from: 'text', certificates: pem }, { privateKey: pem }],
      ] as const
      for (const [trust, identity, secrets] of kinds) {
        const security = { tls: { trust, identity, checksHostName: true }, login: null }
        expect(await connect(kafka.tls, security, secrets)).toEqual([])
      }
      const nobody = { tls: { trust: ca(), identity: null, checksHostName: true }, login: null }
      const steps: TestStep[] = []
      const input = { name: '', bootstrapServers: kafka.tls, security: nobody, clusterId: null }
      for await (const step of await console.calls.clusters.test(input)) steps.push(step)
      expect(steps.find(({ result }) => result === 'failed')).toMatchObject({
        kind: 'tls',
        detail: expect.stringContaining('asks for a certificate'),
      })
    })

    test('with PLAIN and both kinds of SCRAM; a wrong password is told', async () => {
      expect(await connect(kafka.login, login('PLAIN', alice.username), { password: alice.password })).toEqual([])
      for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
        expect(await connect(kafka.login, login(mechanism, bob.username), { password: bob.password })).toEqual([])
      }
      const wrong = { bootstrapServers: kafka.login, security: login('PLAIN', 'alice'), secrets: { password: 'x' } }
      const { code, problem } = await refusalOf(console.calls.clusters.connect({ name: '', ...wrong }))
      expect(code).toBe('REJECTED')
      expect(problem.why).toContain('Invalid username or password')
    })

    test('with a token that an endpoint hands out for a client id and its secret', async () => {
      const client = { clientId: 'console', clientSecret: 'the-secret' }
      await using endpoint = await startTokenEndpoint({ ...client, token: () => kafka.token('console', 300) })
      const oauth = { mechanism: 'OAUTHBEARER', tokenEndpoint: endpoint.url, scope: 'kafka', extensions: {} } as const
      const security: SecuritySettings = {
        tls: { trust: ca(), identity: null, checksHostName: true },
        login: { ...oauth, clientId: client.clientId },
      }
      expect(await connect(kafka.login, security, { clientSecret: client.clientSecret })).toEqual([])
      expect(endpoint.handedOut).toBeGreaterThan(0)
    })

    test('with the properties that its own tools take', async () => {
      const text = [
        `bootstrap.servers=${kafka.login}`,
        'security.protocol=SASL_SSL',
        'sasl.mechanism=SCRAM-SHA-256',
        `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${bob.username}" password="${bob.password}";`,
        'ssl.truststore.type=PKCS12',
        `ssl.truststore.location=${kafka.join('trust.p12')}`,
        `ssl.truststore.password=${storePassword}`,
      ].join('\n')
      const { bootstrapServers, security, secrets, remarks } = await console.calls.clusters.readProperties({ text })
      expect(remarks).toEqual([])
      expect(await connect(bootstrapServers, security, secrets)).toEqual([])
    })
  })
})
