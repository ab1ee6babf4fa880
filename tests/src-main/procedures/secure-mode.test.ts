import { readdir, readFile, stat } from 'node:fs/promises'
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } from 'kafkajs'
import { expect, test } from 'vitest'
import type { SecureMode } from '../../../src-main/api/local-cluster.ts'
import { createTopic, local, produce, scan, startCluster, text } from '../../support/console-acts.ts'
import { startConsole, type TestConsole } from '../../support/start-console.ts'

async function startSecured(console: TestConsole) {
  await console.calls.localCluster.setSecureMode({ isSecured: true })
  const { bootstrapServers } = await startCluster(console)
  const secureMode = await console.calls.localCluster.describeSecureMode()
  if (secureMode === null) throw new Error('Secure mode is off.')
  return { bootstrapServers, secureMode }
}

async function clientOf(given: { bootstrapServers: string; secureMode: SecureMode }, name: string, password?: string) {
  const { bootstrapServers, secureMode } = given
  const user = secureMode.users.find((each) => each.name === name)
  return new Kafka({
    brokers: [bootstrapServers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    ssl: { ca: await readFile(secureMode.caPath, 'utf8') },
    sasl: { mechanism: 'scram-sha-512', username: name, password: password ?? user?.password ?? '' },
  })
}

test('one switch makes certificates and users, and who has them uses the cluster', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls } = console
  await startCluster(console)
  await createTopic(calls, 'before')
  const secured = await startSecured(console)
  expect(await calls.localCluster.start()).toMatchObject({ state: 'running', isSecured: true })
  expect((await calls.topics.list(local)).map(({ name }) => name)).toEqual(['before'])
  await produce(calls, 'before', { value: text('by the console') })
  expect((await scan(calls, 'before')).rows.map(({ value }) => value.text)).toEqual(['by the console'])

  const client = await clientOf(secured, 'app')
  const producer = client.producer()
  await producer.connect()
  await producer.send({ topic: 'before', messages: [{ value: 'by a program' }] })
  await producer.disconnect()
  expect((await scan(calls, 'before')).rows.map(({ value }) => value.text)).toContain('by a program')

  const stranger = (await clientOf(secured, 'app', 'wrong')).admin()
  await expect(stranger.connect()).rejects.toThrow('invalid credentials')
  const open = new Kafka({ brokers: [secured.bootstrapServers], logLevel: logLevel.NOTHING, retry: { retries: 0 } })
  await expect(open.admin().connect()).rejects.toThrow()
})

test('what it has made stays the same, and is for its user alone', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls, dataDirectory } = console
  const first = await startSecured(console)
  const folder = `${dataDirectory}/secure-mode`
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  for (const name of await readdir(folder)) expect((await stat(`${folder}/${name}`)).mode & 0o777).toBe(0o600)
  await calls.localCluster.restart()
  expect(await calls.localCluster.describeSecureMode()).toEqual(first.secureMode)
  // A new cluster has no users until it is told of them.
  await calls.localCluster.wipe()
  const second = await startSecured(console)
  expect(second.secureMode).toEqual(first.secureMode)
  const admin = (await clientOf(second, 'app')).admin()
  await admin.connect()
  await admin.disconnect()
})

test('who may do what is for ACLs to say, and never concerns the super user', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const secured = await startSecured(console)
  await createTopic(console.calls, 'guarded')
  await createTopic(console.calls, 'free')
  const admin = (await clientOf(secured, 'admin')).admin()
  await admin.connect()
  const somebodyElseMayWrite = {
    resourceType: AclResourceTypes.TOPIC,
    resourceName: 'guarded',
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: 'User:somebody-else',
    host: '*',
    operation: AclOperationTypes.WRITE,
    permissionType: AclPermissionTypes.ALLOW,
  }
  await admin.createAcls({ acl: [somebodyElseMayWrite] })
  await admin.disconnect()
  const producer = (await clientOf(secured, 'app')).producer()
  await producer.connect()
  await producer.send({ topic: 'free', messages: [{ value: 'nobody minds' }] })
  await expect(producer.send({ topic: 'guarded', messages: [{ value: 'x' }] })).rejects.toThrow()
  await producer.disconnect()
  await produce(console.calls, 'guarded', { value: text('by the super user') })
  expect((await scan(console.calls, 'guarded')).rows.map(({ value }) => value.text)).toEqual(['by the super user'])
})

test('turned off, the cluster is open as before', { timeout: 120_000 }, async () => {
  await using console = await startConsole()
  const { calls } = console
  await startSecured(console)
  await createTopic(calls, 'kept')
  expect(await calls.localCluster.setSecureMode({ isSecured: false })).toMatchObject({ isSecured: false })
  expect(await calls.localCluster.describeSecureMode()).toBeNull()
  const { bootstrapServers } = await startCluster(console)
  const admin = new Kafka({ brokers: [bootstrapServers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  expect(await admin.listTopics()).toEqual(['kept'])
  await admin.disconnect()
})
