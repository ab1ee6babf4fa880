import { writeFile } from 'node:fs/promises'
import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, vi } from 'vitest'
import { certificateAuthority } from '../../src-main/certificates/certificate-authority.ts'
import type { SaslLogin } from '../../src-main/connections/connection-security.ts'
import { setScramPasswords } from '../../src-main/kafka/scram-users.ts'
import { WireCluster } from '../../src-main/kafka/wire-cluster.ts'
import { QUICK_JVM } from './apache-kafka/tools.ts'
import { freePort } from './free-port.ts'
import type { KafkaUnderTest, KafkaUnderTestOptions } from './kafka-under-test.ts'
import { patience } from './patience.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A broker, ours or Apache's, with a listener of each kind, users, and an authority that everybody trusts. */
export interface SecuredKafka extends AsyncDisposable {
  readonly open: string
  readonly tls: string
  readonly login: string
  readonly caPath: string
  readonly caPem: string
  /** PEM: key and certificate of `CN=carol,OU=Dev`, whom the broker calls carol. */
  readonly clientPath: string
  readonly join: (name: string) => string
  /** A JSON Web Token that the broker's key set vouches for. */
  readonly token: (subject: string, lifetimeSeconds: number) => string
  /** What the broker answers this login, in the console's words; null when it is let in. */
  readonly refusalOf: (sasl: SaslLogin) => Promise<string | null>
}

export const alice = { username: 'alice', password: 'alice-secret' } as const
export const bob = { username: 'bob', password: 'bob-secret' } as const

/** `start` of `kafkasUnderTest`. */
export async function startSecuredKafka(
  start: (options: KafkaUnderTestOptions) => Promise<KafkaUnderTest>,
  extra: Readonly<Record<string, string>> = {},
): Promise<SecuredKafka> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('brokkr-secured-'))
  const authority = certificateAuthority('Brokkr tests')
  const server = authority.issue([['CN', 'localhost']])
  const client = authority.issue([
    ['OU', 'Dev'],
    ['CN', 'carol'],
  ])
  const signer = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...signer.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
  await writeFile(folder.join('ca.pem'), authority.certificatePem)
  await writeFile(folder.join('server.pem'), server.keyPem + server.certificatePem)
  await writeFile(folder.join('client.pem'), client.keyPem + client.certificatePem)
  await writeFile(folder.join('jwks.json'), JSON.stringify({ keys: [jwk] }))
  const [open, tls, login, controller] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const listeners = `PLAINTEXT://127.0.0.1:${open},SSL://127.0.0.1:${tls},SASL_SSL://127.0.0.1:${login},CONTROLLER://127.0.0.1:${controller}`
  stack.use(
    await start({
      port: open,
      jvmFlags: [
        ...QUICK_JVM,
        `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://${folder.join('jwks.json')}`,
        `-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=${folder.join('jwks.json')}`,
      ],
      properties: {
        listeners,
        'advertised.listeners': listeners,
        'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
        'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
        'inter.broker.listener.name': 'PLAINTEXT',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': folder.join('server.pem'),
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': folder.join('ca.pem'),
        'ssl.client.auth': 'requested',
        'ssl.principal.mapping.rules': 'RULE:^CN=(.*?),OU=Dev$/$1/',
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
        'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${alice.password}";`,
        'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        'listener.name.sasl_ssl.oauthbearer.sasl.jaas.config':
          'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',
        'listener.name.sasl_ssl.oauthbearer.sasl.server.callback.handler.class':
          'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
        'sasl.oauthbearer.jwks.endpoint.url': `file://${folder.join('jwks.json')}`,
        'sasl.oauthbearer.expected.audience': 'kafka',
        ...extra,
      },
    }),
  )
  const admin = new WireCluster({ bootstrap: [{ host: '127.0.0.1', port: open }] })
  await setScramPasswords(admin, [{ name: bob.username, password: bob.password }])
  admin.close()
  const refusalOf = async (sasl: SaslLogin): Promise<string | null> => {
    const tlsSecurity = { ca: authority.certificatePem, certificate: null, key: null, serverName: null }
    const cluster = new WireCluster({ bootstrap: [{ host: '127.0.0.1', port: login }], tls: tlsSecurity, sasl })
    try {
      await cluster.metadata()
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      cluster.close()
    }
  }
  // The controller knows the passwords, the broker a moment later.
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
    await vi.waitFor(async () => expect(await refusalOf({ mechanism, ...bob })).toBeNull(), patience)
  }
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const owned = stack.move()
  return {
    open: `127.0.0.1:${open}`,
    tls: `127.0.0.1:${tls}`,
    login: `127.0.0.1:${login}`,
    caPath: folder.join('ca.pem'),
    caPem: authority.certificatePem,
    clientPath: folder.join('client.pem'),
    join: (name) => folder.join(name),
    token: (sub, lifetimeSeconds) => {
      const iat = Math.floor(Date.now() / 1000)
      const claims = { sub, iat, exp: iat + lifetimeSeconds, aud: 'kafka', scope: 'read' }
      const signed = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`
      return `${signed}.${sign('sha256', Buffer.from(signed), signer.privateKey).toString('base64url')}`
    },
    refusalOf,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
