import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { errorCode } from '../../../../broker/protocol/error-codes.ts'
import { metadata } from '../../../../broker/protocol/messages/metadata.ts'
import { saslAuthenticate } from '../../../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../../../broker/protocol/messages/sasl-handshake.ts'
import { isSignedBy, parseToken } from '../../../../broker/security/sasl/json-web-token.ts'
import { signedTokens, unsecuredTokens } from '../../../../broker/security/sasl/token-validation.ts'
import type { KafkaConnection } from '../../../support/kafka-connection.ts'
import { startBroker } from '../../../support/start-broker.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const nowMs = 1_800_000_000_000
const now = () => nowMs
const inAnHour = nowMs / 1000 + 3600

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(claims: object, header: object = { alg: 'RS256', kid: 'one' }, key: KeyObject = rsa.privateKey): string {
  const signed = `${part(header)}.${part(claims)}`
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return `${signed}.${sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

const keys = [
  { id: 'one', algorithm: 'RS256', key: rsa.publicKey },
  { id: 'two', algorithm: null, key: ec.publicKey },
  { id: 'three', algorithm: null, key: ed.publicKey },
]
const claims = { sub: 'alice', exp: inAnHour, iat: nowMs / 1000 - 1, iss: 'https://issuer', aud: ['kafka', 'other'] }

function validate(text: string, rules: { readonly audiences?: string[]; readonly issuer?: string | null } = {}) {
  let refetches = 0
  const check = signedTokens({
    keys: { keys, refetchSoon: () => (refetches += 1) },
    expectedAudiences: rules.audiences ?? ['kafka'],
    expectedIssuer: rules.issuer === undefined ? 'https://issuer' : rules.issuer,
    scopeClaim: 'scope',
    subjectClaim: 'sub',
    clockSkewMs: 30_000,
    now,
  })
  try {
    return check(text)
  } catch (error) {
    return refetches > 0 ? 'unknown key' : String(error)
  }
}

describe('signed tokens', () => {
  test.each([
    [{ alg: 'RS256', kid: 'one' }, rsa.privateKey],
    [{ alg: 'RS256' }, rsa.privateKey],
    [{ alg: 'ES256', kid: 'two' }, ec.privateKey],
    [{ alg: 'EdDSA', kid: 'three' }, ed.privateKey],
  ])('signed as %j they name their user', (header, key) => {
    expect(validate(token(claims, header, key))).toEqual({ subject: 'alice', expiresAt: inAnHour * 1000 })
  })

  const secret = Buffer.from('x')
  test.each([
    ['nobody signed it', `${part({ alg: 'none' })}.${part(claims)}.`, 'signed by none'],
    ['a secret signed it', token(claims, { alg: 'HS256', kid: 'one' }), 'signed by HS256'],
    ['another key signed it', token(claims, { alg: 'RS256', kid: 'one' }, otherRsa().privateKey), 'signature is wrong'],
    [
      'it was changed',
      token(claims).replace(/\.[^.]+\./, `.${part({ ...claims, sub: 'root' })}.`),
      'signature is wrong',
    ],
    ['its key is not known', token(claims, { alg: 'RS256', kid: 'nine' }), 'unknown key'],
    ['its key is not for that', token(claims, { alg: 'PS256', kid: 'one' }), 'unknown key'],
    ['it has expired', token({ ...claims, exp: nowMs / 1000 - 31 }), 'has expired'],
    ['it never expires', token({ ...claims, exp: undefined }), 'exp is no time'],
    ['it was never made', token({ ...claims, iat: undefined }), 'iat is no time'],
    ['it does not count yet', token({ ...claims, nbf: nowMs / 1000 + 31 }), 'does not count yet'],
    ['it is for others', token({ ...claims, aud: 'elsewhere' }), 'made for elsewhere'],
    ['it is from elsewhere', token({ ...claims, iss: 'https://evil' }), 'issuer is https://evil'],
    ['it names nobody', token({ ...claims, sub: ' ' }), 'names nobody'],
    ['its scopes are odd', token({ ...claims, scope: ['a', 'a'] }), 'no list of scopes'],
    ['it is no token', secret.toString(), 'three parts'],
    ['its parts are no objects', `${part([])}.${part([])}.`, 'no JSON object'],
  ])('does not count: %s', (_, text, reason) => {
    expect(validate(text)).toContain(reason)
  })

  test('without an audience that is expected, tokens for somebody in particular do not count', () => {
    expect(validate(token(claims), { audiences: [] })).toContain('made for')
    expect(validate(token({ ...claims, aud: undefined }), { audiences: [], issuer: null })).toMatchObject({
      subject: 'alice',
    })
  })

  test('a signature by any other curve is none', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const text = token(claims, { alg: 'ES256' }, other.privateKey)
    expect(() => isSignedBy(parseToken(text), [{ id: null, algorithm: null, key: other.publicKey }])).toThrow('no key')
  })
})

function otherRsa() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

test('tokens that nobody signed are taken where that is meant, within their time', () => {
  const check = unsecuredTokens({
    subjectClaim: 'sub',
    scopeClaim: 'scope',
    requiredScopes: ['w'],
    clockSkewMs: 0,
    now,
  })
  const unsigned = (given: object, alg = 'none') => `${part({ alg })}.${part(given)}.`
  expect(check(unsigned({ sub: 'bob', exp: inAnHour, scope: 'r w' }))).toEqual({
    subject: 'bob',
    expiresAt: inAnHour * 1000,
  })
  for (const given of [
    { sub: 'bob', exp: inAnHour, scope: ['r'] },
    { sub: 'bob', exp: nowMs / 1000, scope: 'w' },
    { sub: 'bob', exp: inAnHour, iat: inAnHour + 1, scope: 'w' },
    { exp: inAnHour, scope: 'w' },
  ]) {
    expect(() => check(unsigned(given))).toThrow(/./)
  }
  expect(() => check(unsigned({ sub: 'bob', exp: inAnHour, scope: 'w' }, 'RS256'))).toThrow('signed')
})

async function logIn(client: KafkaConnection, text: string) {
  await client.request(saslHandshake, 1, { mechanism: 'OAUTHBEARER' })
  const authBytes = Buffer.from(`n,,\u0001auth=Bearer ${text}\u0001\u0001`)
  return client.request(saslAuthenticate, 2, { authBytes })
}

const realClaims = () => {
  const seconds = Math.floor(Date.now() / 1000)
  return { sub: 'alice', iat: seconds, exp: seconds + 600 }
}
const keySet = JSON.stringify({
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'for-encryption', use: 'enc' },
    { kty: 'strange' },
  ],
})
const listening = {
  listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
  'sasl.enabled.mechanisms': 'OAUTHBEARER',
  'connection.failed.authentication.delay.ms': '0',
}

test('a broker lets tokens in by the keys of a file, for as long as they count', async () => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('keys.json'), keySet)
  const url = `file://${folder.join('keys.json')}`
  await using broker = await startBroker({ config: { ...listening, 'sasl.oauthbearer.jwks.endpoint.url': url } })
  await using client = await broker.connect()
  const answer = await logIn(client, token(realClaims()))
  expect(answer.errorCode).toBe(0)
  expect(answer.sessionLifetimeMs > 590_000n && answer.sessionLifetimeMs <= 600_000n).toBe(true)
  expect(await client.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })

  await using wrong = await broker.connect()
  const refused = await logIn(wrong, token(realClaims(), { alg: 'RS256', kid: 'one' }, otherRsa().privateKey))
  expect(Buffer.from(refused.authBytes).toString()).toBe('{"status":"invalid_token"}')
  expect(await wrong.request(saslAuthenticate, 2, { authBytes: Buffer.of(1) })).toMatchObject({
    errorCode: errorCode.SASL_AUTHENTICATION_FAILED,
    errorMessage: '{"status":"invalid_token"}',
  })
  await wrong.closed
})

test('a broker fetches its keys over HTTP, and does not start without them', async () => {
  const server = createServer((_, response) => response.end(keySet)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const config = { ...listening, 'sasl.oauthbearer.jwks.endpoint.url': `http://127.0.0.1:${port}/keys` }
  {
    await using broker = await startBroker({ config })
    await using client = await broker.connect()
    expect(await logIn(client, token(realClaims()))).toMatchObject({ errorCode: 0 })
  }
  server.close()
  server.closeAllConnections()
  await expect(startBroker({ config })).rejects.toThrow('gives no keys')
})

test('a token by a key that is new makes the broker look for it, and the next one is let in', async () => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('keys.json'), keySet)
  const url = `file://${folder.join('keys.json')}`
  await using broker = await startBroker({ config: { ...listening, 'sasl.oauthbearer.jwks.endpoint.url': url } })
  const next = otherRsa()
  const jwk = { ...next.publicKey.export({ format: 'jwk' }), kid: 'two', use: 'sig', alg: 'RS256' }
  await writeFile(folder.join('keys.json'), JSON.stringify({ keys: [jwk] }))
  const refusal = async () => {
    await using client = await broker.connect()
    const { authBytes } = await logIn(client, token(realClaims(), { alg: 'RS256', kid: 'two' }, next.privateKey))
    return Buffer.from(authBytes).toString()
  }
  expect(await refusal()).toBe('{"status":"invalid_token"}')
  await expect.poll(refusal).toBe('')
})

test('what cannot work is said at the start', async () => {
  const start = (config: Record<string, string>) => startBroker({ config: { ...listening, ...config } })
  await expect(start({ 'sasl.oauthbearer.jwks.endpoint.url': 'ftp://x' })).rejects.toThrow('http, https or file URL')
  const handler = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler'
  await expect(start({ 'oauthbearer.sasl.server.callback.handler.class': handler })).rejects.toThrow(
    'needs sasl.oauthbearer.jwks.endpoint.url',
  )
  await expect(start({ 'sasl.server.callback.handler.class': 'com.example.Own' })).rejects.toThrow('not known here')
})
