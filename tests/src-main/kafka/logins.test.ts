import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { saslAuthenticate } from '../../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../../broker/protocol/messages/sasl-handshake.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import type { OAuthLogin, SaslLogin, TokenEndpoint } from '../../../src-main/connections/connection-security.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { answer, startFakeBroker } from '../../support/fake-broker.ts'
import { startBroker } from '../../support/start-broker.ts'
import { startTokenEndpoint } from '../../support/token-endpoint.ts'

const client = { clientId: 'console', clientSecret: 's3cret: with a colon' }

async function whoGetsIn(address: { host: string; port: number }, sasl: SaslLogin): Promise<string> {
  const cluster = new WireCluster({ bootstrap: [address], sasl })
  try {
    const { brokers } = await cluster.metadata()
    return `${brokers.length} broker`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    cluster.close()
  }
}

/** As an unsecured token of KIP-255, which a broker without a key set takes. */
function unsecured(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}

describe('OAUTHBEARER with client credentials', () => {
  const startOAuth = () =>
    startBroker({
      config: {
        listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
        'sasl.enabled.mechanisms': 'OAUTHBEARER',
        'connection.failed.authentication.delay.ms': '0',
      },
    })
  const token = (scope: string | null) =>
    unsecured({ sub: 'console', exp: Math.floor(Date.now() / 1000) + 600, scope: scope ?? '' })
  const loginAt = (endpoint: Partial<TokenEndpoint> & { url: string }): OAuthLogin => ({
    mechanism: 'OAUTHBEARER',
    token: { ...client, scope: 'kafka', ca: null, ...endpoint },
    extensions: { logicalCluster: 'lkc-1' },
  })

  test('a token is fetched, shown, and used again by other connections while it lasts', async () => {
    await using broker = await startOAuth()
    await using endpoint = await startTokenEndpoint({ ...client, token })
    const login = loginAt(endpoint)
    expect(await whoGetsIn(broker, login)).toBe('1 broker')
    expect(await whoGetsIn(broker, login)).toBe('1 broker')
    expect(endpoint.handedOut).toBe(1)
  })

  test('over HTTPS the authorities of the connection are trusted, and nobody else is', async () => {
    await using broker = await startOAuth()
    const authority = certificateAuthority('Brokkr tests')
    const certificate = authority.issue([['CN', 'localhost']])
    await using endpoint = await startTokenEndpoint({ ...client, token, certificate })
    expect(await whoGetsIn(broker, loginAt({ url: endpoint.url, ca: authority.certificatePem }))).toBe('1 broker')
    expect(await whoGetsIn(broker, loginAt(endpoint))).toContain(`${endpoint.url} gave no token`)
  })

  test('what the endpoint refuses is told in its words, and tried anew the next time', async () => {
    await using broker = await startOAuth()
    await using endpoint = await startTokenEndpoint({ ...client, token })
    const wrong = loginAt({ url: endpoint.url, clientSecret: 'wrong' })
    expect(await whoGetsIn(broker, wrong)).toContain('invalid_client Nobody knows this client.')
    expect(await whoGetsIn(broker, loginAt({ url: 'http://127.0.0.1:1/token' }))).toContain('connection refused')
    await using expired = await startTokenEndpoint({ ...client, token: () => unsecured({ sub: 'x', exp: 1 }) })
    expect(await whoGetsIn(broker, loginAt(expired))).toContain('failed')
  })
})

describe('AWS MSK IAM', () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }

  /** The signature as its receiver computes it, from nothing but the message and the key: written apart from the console's code. */
  function isSignedBy(secret: string, sent: Record<string, string>): boolean {
    const names = [
      'Action',
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-SignedHeaders',
    ]
    const query = names
      .filter((name) => sent[name.toLowerCase()] !== undefined)
      .map((name) => `${name}=${encodeURIComponent(sent[name.toLowerCase()] ?? '')}`)
      .join('&')
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const canonical = `GET\n/\n${query}\nhost:${sent['host'] ?? ''}\n\nhost\n${hash('')}`
    const [, day = '', region = '', service = '', end = ''] = (sent['x-amz-credential'] ?? '').split('/')
    const toSign = `AWS4-HMAC-SHA256\n${sent['x-amz-date']}\n${day}/${region}/${service}/${end}\n${hash(canonical)}`
    let key = Buffer.from(`AWS4${secret}`)
    for (const part of [day, region, service, end]) key = createHmac('sha256', key).update(part).digest()
    return createHmac('sha256', key).update(toSign).digest('hex') === sent['x-amz-signature']
  }

  /** No broker that can be had offline knows the mechanism: this one checks the message as Amazon's does. */
  async function startMsk() {
    return startFakeBroker({
      answers: [
        answer(saslHandshake, ({ mechanism }) => ({
          errorCode: mechanism === 'AWS_MSK_IAM' ? 0 : 33,
          mechanisms: ['AWS_MSK_IAM'],
        })),
        answer(saslAuthenticate, ({ authBytes }) => {
          const sent = JSON.parse(Buffer.from(authBytes).toString()) as Record<string, string>
          const isGood = isSignedBy(keys.secretAccessKey, sent) && sent['x-amz-security-token'] === 'token+/='
          const authBytesBack = Buffer.from('{"version":"2020_10_22","request-id":"1"}')
          return { errorCode: isGood ? 0 : 58, errorMessage: isGood ? null : 'Access denied', authBytes: authBytesBack }
        }),
        answer(metadata, () => ({
          brokers: [{ nodeId: 1, host: '127.0.0.1', port: 1, rack: null }],
          clusterId: 'msk',
          controllerId: 1,
          topics: [],
        })),
      ],
    })
  }

  test('a signed message lets in, a wrong key does not', async () => {
    await using broker = await startMsk()
    const login = { mechanism: 'AWS_MSK_IAM', region: 'eu-central-1' } as const
    const credentials = { from: 'keys', ...keys, sessionToken: 'token+/=' } as const
    expect(await whoGetsIn(broker, { ...login, credentials })).toBe('1 broker')
    const wrong = { ...credentials, secretAccessKey: 'wrong' }
    expect(await whoGetsIn(broker, { ...login, credentials: wrong })).toContain('Access denied')
  })
})
