import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { alterUserScramCredentials } from '../../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { createDelegationToken } from '../../../broker/protocol/messages/create-delegation-token.ts'
import { describeDelegationToken } from '../../../broker/protocol/messages/describe-delegation-token.ts'
import { describeUserScramCredentials } from '../../../broker/protocol/messages/describe-user-scram-credentials.ts'
import { expireDelegationToken } from '../../../broker/protocol/messages/expire-delegation-token.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { renewDelegationToken } from '../../../broker/protocol/messages/renew-delegation-token.ts'
import { saltPassword } from '../../../broker/security/sasl/scram-keys.ts'
import { connectToKafka } from '../../support/kafka-connection.ts'
import { authenticateScram } from '../../support/sasl-client.ts'
import { startBroker } from '../../support/start-broker.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const config = {
  listeners: 'PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0',
  'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
  'connection.failed.authentication.delay.ms': '0',
  'delegation.token.secret.key': 'the secret of the tokens',
}
const salt = Buffer.from('salt of sixteen!')

function upsertion(name: string, password: string, { mechanism = 1, iterations = 4096 } = {}) {
  const saltedPassword = saltPassword(mechanism === 1 ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512', password, {
    salt,
    iterations: Math.max(1, iterations),
  })
  return { name, mechanism, iterations, salt, saltedPassword }
}

async function startWithUsers(data?: string) {
  const broker = await startBroker({ config, ...(data === undefined ? {} : { data }) })
  const [open = 0, login = 0] = broker.listeners.map(({ listening }) => listening.port)
  return {
    broker,
    admin: () => connectToKafka('127.0.0.1', open),
    client: () => connectToKafka('127.0.0.1', login),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  }
}

test('users are made, log in by both mechanisms, survive a restart, and go', async () => {
  await using folder = await temporaryFolder()
  {
    await using running = await startWithUsers(folder.join('data'))
    await using admin = await running.admin()
    const { results } = await admin.request(alterUserScramCredentials, 0, {
      deletions: [],
      upsertions: [upsertion('alice', 'one'), upsertion('bob', 'two', { mechanism: 2 })],
    })
    expect(results).toMatchObject([
      { user: 'alice', errorCode: 0 },
      { user: 'bob', errorCode: 0 },
    ])
    await using client = await running.client()
    const login = { mechanism: 'SCRAM-SHA-256', user: 'alice', password: 'one' } as const
    expect(await authenticateScram(client, login)).toMatchObject({ errorCode: 0 })
    expect(await client.request(metadata, 12, { topics: [] })).toMatchObject({ brokers: [{}] })
  }
  await using again = await startWithUsers(folder.join('data'))
  await using admin = await again.admin()
  await using client = await again.client()
  const login = { mechanism: 'SCRAM-SHA-512', user: 'bob', password: 'two' } as const
  expect(await authenticateScram(client, login)).toMatchObject({ errorCode: 0 })
  expect(await admin.request(describeUserScramCredentials, 0, { users: null })).toMatchObject({
    results: [
      { user: 'alice', credentialInfos: [{ mechanism: 1, iterations: 4096 }] },
      { user: 'bob', credentialInfos: [{ mechanism: 2, iterations: 4096 }] },
    ],
  })
  await admin.request(alterUserScramCredentials, 0, { deletions: [{ name: 'bob', mechanism: 2 }], upsertions: [] })
  await using late = await again.client()
  expect(await authenticateScram(late, login)).toMatchObject({
    errorCode: errorCode.SASL_AUTHENTICATION_FAILED,
    errorMessage:
      'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
  })
})

test('what cannot be done to users is refused user by user', async () => {
  await using running = await startWithUsers()
  await using admin = await running.admin()
  const { results } = await admin.request(alterUserScramCredentials, 0, {
    deletions: [
      { name: 'nobody', mechanism: 1 },
      { name: 'twice', mechanism: 1 },
    ],
    upsertions: [
      upsertion('twice', 'x'),
      upsertion('weak', 'x', { iterations: 4095 }),
      upsertion('slow', 'x', { iterations: 16_385 }),
      upsertion('', 'x'),
      { ...upsertion('strange', 'x'), mechanism: 3 },
      upsertion('fine', 'x'),
    ],
  })
  expect(results.map(({ user, errorCode: code }) => [user, code])).toEqual([
    ['nobody', errorCode.RESOURCE_NOT_FOUND],
    ['twice', errorCode.DUPLICATE_RESOURCE],
    ['weak', errorCode.UNACCEPTABLE_CREDENTIAL],
    ['slow', errorCode.UNACCEPTABLE_CREDENTIAL],
    ['', errorCode.UNACCEPTABLE_CREDENTIAL],
    ['strange', errorCode.UNSUPPORTED_SASL_MECHANISM],
    ['fine', errorCode.NONE],
  ])
  const users = [{ name: 'fine' }, { name: 'weak' }, { name: 'b' }, { name: 'b' }]
  const described = await admin.request(describeUserScramCredentials, 0, { users })
  expect(described.results.map(({ user, errorCode: code }) => [user, code])).toEqual([
    ['fine', errorCode.NONE],
    ['weak', errorCode.RESOURCE_NOT_FOUND],
    ['b', errorCode.DUPLICATE_RESOURCE],
  ])
})

test('a delegation token lets its owner in until it is expired, but gets no further tokens', async () => {
  await using running = await startWithUsers()
  await using admin = await running.admin()
  await admin.request(alterUserScramCredentials, 0, { deletions: [], upsertions: [upsertion('alice', 'one')] })
  await using alice = await running.client()
  await authenticateScram(alice, { mechanism: 'SCRAM-SHA-256', user: 'alice', password: 'one' })
  const wanted = { ownerPrincipalType: null, ownerPrincipalName: null, renewers: [], maxLifetimeMs: 60_000n }
  const token = await alice.request(createDelegationToken, 3, wanted)
  expect(token).toMatchObject({ errorCode: 0, principalName: 'alice', tokenRequesterPrincipalName: 'alice' })
  expect(token.maxTimestampMs - token.issueTimestampMs).toBe(60_000n)

  await using byToken = await running.client()
  const password = Buffer.from(token.hmac).toString('base64')
  const login = { mechanism: 'SCRAM-SHA-512', user: token.tokenId, password, extensions: ',tokenauth=true' } as const
  const entered = await authenticateScram(byToken, login)
  expect(entered.errorCode).toBe(0)
  expect(entered.sessionLifetimeMs > 0n && entered.sessionLifetimeMs <= 60_000n).toBe(true)
  expect(await byToken.request(createDelegationToken, 3, wanted)).toMatchObject({
    errorCode: errorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
  })
  expect(await admin.request(createDelegationToken, 3, wanted)).toMatchObject({
    errorCode: errorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
  })

  const described = await alice.request(describeDelegationToken, 3, { owners: null })
  expect(described.tokens).toMatchObject([{ tokenId: token.tokenId, principalName: 'alice', renewers: [] }])
  expect(described.tokens[0]?.hmac).toEqual(token.hmac)
  const { hmac } = token
  expect(await alice.request(renewDelegationToken, 2, { hmac, renewPeriodMs: 3_600_000n })).toEqual({
    errorCode: 0,
    expiryTimestampMs: token.maxTimestampMs,
    throttleTimeMs: 0,
  })
  const unknown = { hmac: Buffer.from('nothing'), renewPeriodMs: 1n }
  expect(await alice.request(renewDelegationToken, 2, unknown)).toMatchObject({
    errorCode: errorCode.DELEGATION_TOKEN_NOT_FOUND,
  })
  expect(await alice.request(expireDelegationToken, 2, { hmac, expiryTimePeriodMs: -1n })).toMatchObject({
    errorCode: 0,
  })
  await using late = await running.client()
  expect(await authenticateScram(late, login)).toMatchObject({ errorCode: errorCode.SASL_AUTHENTICATION_FAILED })
})

test('a token belongs to its owner, whoever may renew it', async () => {
  await using running = await startWithUsers()
  await using admin = await running.admin()
  const upsertions = ['alice', 'bob', 'carol'].map((name) => upsertion(name, name))
  await admin.request(alterUserScramCredentials, 0, { deletions: [], upsertions })
  const logIn = async (user: string) => {
    const client = await running.client()
    await authenticateScram(client, { mechanism: 'SCRAM-SHA-256', user, password: user })
    return client
  }
  await using alice = await logIn('alice')
  await using bob = await logIn('bob')
  await using carol = await logIn('carol')
  const renewers = [{ principalType: 'User', principalName: 'bob' }]
  const { hmac } = await alice.request(createDelegationToken, 2, { renewers, maxLifetimeMs: -1n })
  expect(await bob.request(renewDelegationToken, 1, { hmac, renewPeriodMs: 1000n })).toMatchObject({ errorCode: 0 })
  expect(await carol.request(renewDelegationToken, 1, { hmac, renewPeriodMs: 1000n })).toMatchObject({
    errorCode: errorCode.DELEGATION_TOKEN_OWNER_MISMATCH,
  })
  const strange = [{ principalType: 'Group', principalName: 'x' }]
  expect(await alice.request(createDelegationToken, 2, { renewers: strange, maxLifetimeMs: -1n })).toMatchObject({
    errorCode: errorCode.INVALID_PRINCIPAL_TYPE,
  })
  const owners = [{ principalType: 'User', principalName: 'carol' }]
  expect(await carol.request(describeDelegationToken, 3, { owners })).toMatchObject({ tokens: [] })
})
