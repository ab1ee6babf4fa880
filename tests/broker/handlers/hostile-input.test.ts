import * as fc from 'fast-check'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { handlers } from '../../../broker/handlers/registry.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { encodeRequest } from '../../../broker/protocol/request-frame.ts'
import { arbitraryStruct } from '../../support/arbitrary-message.ts'
import { batchOf, createTopic, produceTo } from '../../support/kafka-requests.ts'
import { startBroker, type TestBroker } from '../../support/start-broker.ts'

vi.setConfig({ testTimeout: 120_000 })

/** A request of any API and version, with any values; in every other one, names that mean something. */
const anyRequest = fc.constantFrom(...handlers).chain(({ api }) => {
  const { min, max } = api.request.validVersions
  return fc.integer({ min, max }).chain((version) =>
    fc.tuple(arbitraryStruct(api.request.fields, version), fc.boolean()).map(([value, isMeaningful]) => ({
      name: `${api.name} v${version}`,
      bytes: Buffer.concat(
        encodeRequest(api, {
          version,
          correlationId: 1,
          clientId: 'hostile',
          value: isMeaningful ? (meaningful(value) as typeof value) : value,
        }),
      ),
    })),
  )
})

/** The same with the name of a topic that exists wherever a topic can be named. */
function meaningful(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => meaningful(each, key))
  // An empty string may stand for a field that the version does not have.
  if (typeof value === 'string' && value !== '') {
    if (/^(name|topic|topicName|resourceName|topicNames)$/.test(key)) return 'orders'
    if (/^(groupId|groups|groupsNames|coordinatorKeys|key)$/.test(key)) return 'group'
  }
  if (/^(partition|partitionIndex|partitionId|index|partitionIndexes)$/.test(key)) return 0
  if (key === 'resourceType') return 2
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, meaningful(each, name)]))
}

/** Sends bytes on a connection of their own, and goes when they have been served or the connection was closed. */
async function send(broker: TestBroker, bytes: Uint8Array): Promise<void> {
  const client = await broker.connect()
  const served = broker.stats().requests + 1
  client.write(bytes)
  const closed = client.closed.then(() => true)
  while (broker.stats().requests < served && !(await Promise.race([closed, delay(1, false)])));
  // What is parked for longer than a client has patience ends with its connection.
  await client[Symbol.asyncDispose]()
}

async function stillServes(broker: TestBroker): Promise<void> {
  await using client = await broker.connect()
  await client.request(metadata, 12, { topics: [] })
  const answer = await produceTo(client, { topic: 'witness' }, batchOf(['a']))
  expect(answer.errorCode).toBe(0)
}

test('requests that make no sense are answered or refused, and never an unexpected error', async () => {
  await using broker = await startBroker()
  await using admin = await broker.connect()
  await createTopic(admin, 'orders')
  await createTopic(admin, 'witness')
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ name, bytes }) => {
      await send(broker, bytes)
      // Handlers know every error that a client can cause; one that gets through to here is a bug of ours.
      expect(broker.log(), name).not.toMatch(/ v\d+ failed: /)
    }),
    { numRuns: 400 },
  )
  await stillServes(broker)
  expect(broker.log()).not.toMatch(/ v\d+ failed: /)
})

test('requests with any bytes changed or cut off do no harm', async () => {
  await using broker = await startBroker()
  await using admin = await broker.connect()
  await createTopic(admin, 'orders')
  await createTopic(admin, 'witness')
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(anyRequest, damage, fc.nat(), async ({ bytes }, changes, cut) => {
      const damaged = Buffer.from(bytes)
      for (const [position, value] of changes) damaged[4 + (position % (damaged.length - 4))] = value
      const body = damaged.subarray(4, Math.max(5, damaged.length - (cut % 20)))
      const size = Buffer.alloc(4)
      size.writeInt32BE(body.length)
      await send(broker, Buffer.concat([size, body]))
    }),
    { numRuns: 400 },
  )
  await stillServes(broker)
})
