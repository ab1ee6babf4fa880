import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { describeCluster } from '../../../broker/protocol/messages/describe-cluster.ts'
import { listGroups } from '../../../broker/protocol/messages/list-groups.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { encodeResponse } from '../../../broker/protocol/response-frame.ts'
import {
  CannotConnectError,
  ConnectionLostError,
  MalformedResponseError,
  RequestTimedOutError,
  UnsupportedRequestError,
} from '../../../src-main/kafka/kafka-errors.ts'
import { defaultConnectionOptions, WireConnection } from '../../../src-main/kafka/wire-connection.ts'
import { answer, misbehave, startFakeBroker } from '../../support/fake-broker.ts'
import { freePort } from '../../support/free-port.ts'

const options = { ...defaultConnectionOptions, clientId: 'test', connectTimeoutMs: 2000 }
const noGroups = { errorCode: 0, groups: [] }

describe('agreeing on versions', () => {
  test('the highest version that both sides have is used', async () => {
    await using broker = await startFakeBroker({
      answers: [answer(listGroups, () => noGroups, { versions: { min: 0, max: 3 } })],
    })
    const connection = await WireConnection.open(broker, options)
    await connection.request(listGroups, {})
    await connection.request(listGroups, {}, { maxVersion: 1 })
    expect(broker.requests).toMatchObject([
      { api: 'ListGroups', version: 3, clientId: 'test' },
      { api: 'ListGroups', version: 1 },
    ])
    connection.close()
  })

  test.each([
    ['says which versions it has', 3, [3]],
    ['says nothing more', null, [0]],
  ])('a broker that refuses ApiVersions v4 and %s is asked again', async (_, offered, expected) => {
    const asked: number[] = []
    const refuse = answer(apiVersions, (_request, { version, correlationId }) => {
      asked.push(version)
      const apiKeys = offered === null ? [] : [{ apiKey: 18, minVersion: 0, maxVersion: offered }]
      if (version <= (offered ?? 0)) return { errorCode: 0, apiKeys }
      const value = { errorCode: 35, apiKeys }
      const refusal = encodeResponse(apiVersions, { version: 0, correlationId, value })
      return misbehave.send(Buffer.concat(refusal))
    })
    await using broker = await startFakeBroker({ answers: [refuse] })
    const connection = await WireConnection.open(broker, options)
    expect(asked).toEqual([4, ...expected])
    connection.close()
  })

  test('an API that the broker lacks is refused before anything is sent', async () => {
    await using broker = await startFakeBroker({
      answers: [answer(listGroups, () => noGroups, { versions: { min: 7, max: 9 } })],
    })
    const connection = await WireConnection.open(broker, options)
    await expect(connection.request(metadata, { topics: null })).rejects.toThrow(UnsupportedRequestError)
    await expect(connection.request(listGroups, {})).rejects.toThrow('It has the versions 7 to 9 of ListGroups')
    expect(broker.requests).toEqual([])
    connection.close()
  })
})

describe('requests', () => {
  test('are sent without waiting, and each gets its own response', async () => {
    await using broker = await startFakeBroker({
      answers: [
        answer(listGroups, ({ statesFilter }) => ({
          errorCode: 0,
          groups: statesFilter.map((groupId) => ({ groupId, protocolType: 'consumer' })),
        })),
      ],
    })
    const connection = await WireConnection.open(broker, options)
    const asked = Array.from({ length: 20 }, (_, index) => `group-${index}`)
    const answers = await Promise.all(asked.map((id) => connection.request(listGroups, { statesFilter: [id] })))
    expect(answers.map(({ groups }) => groups[0]?.groupId)).toEqual(asked)
    expect(broker.connectionCount).toBe(1)
    connection.close()
  })

  test('find their responses by correlation id, also in another order', async () => {
    const responses: Uint8Array[] = []
    const reversed = answer(listGroups, ({ statesFilter }, { version, correlationId }) => {
      const value = { errorCode: 0, groups: [{ groupId: statesFilter[0] ?? '', protocolType: '' }] }
      responses.unshift(...encodeResponse(listGroups, { version, correlationId, value }))
      return responses.length < 2 ? misbehave.silence : misbehave.send(Buffer.concat(responses))
    })
    await using broker = await startFakeBroker({ answers: [reversed] })
    const connection = await WireConnection.open(broker, options)
    const [first, second] = await Promise.all([
      connection.request(listGroups, { statesFilter: ['first'] }),
      connection.request(listGroups, { statesFilter: ['second'] }),
    ])
    expect([first.groups[0]?.groupId, second.groups[0]?.groupId]).toEqual(['first', 'second'])
    connection.close()
  })

  test('that are abandoned leave the connection in order', async () => {
    await using broker = await startFakeBroker({ answers: [answer(listGroups, () => noGroups)] })
    const connection = await WireConnection.open(broker, options)
    const abandoned = connection.request(listGroups, {}, { signal: AbortSignal.abort(new Error('no longer wanted')) })
    await expect(abandoned).rejects.toThrow('no longer wanted')
    const stop = new AbortController()
    const underway = connection.request(listGroups, {}, { signal: stop.signal })
    stop.abort(new Error('nor this one'))
    await expect(underway).rejects.toThrow('nor this one')
    expect(await connection.request(listGroups, {})).toMatchObject(noGroups)
    connection.close()
  })

  test('without an answer time out, and what waits behind them fails with them', async () => {
    await using broker = await startFakeBroker({ answers: [answer(listGroups, () => misbehave.silence)] })
    const connection = await WireConnection.open(broker, options)
    const slow = connection.request(listGroups, {}, { timeoutMs: 30 })
    const behind = connection.request(listGroups, {})
    await expect(slow).rejects.toThrow(RequestTimedOutError)
    await expect(behind).rejects.toThrow('ListGroups v5 took longer than 0.03 s')
    expect(connection.isOpen).toBe(false)
    await expect(connection.request(listGroups, {})).rejects.toThrow(RequestTimedOutError)
  })

  test('fail at once when the broker closes the connection', async () => {
    await using broker = await startFakeBroker({ answers: [answer(listGroups, () => misbehave.close)] })
    const connection = await WireConnection.open(broker, options)
    await expect(connection.request(listGroups, {})).rejects.toThrow(ConnectionLostError)
    await connection.closed
    expect(connection.isOpen).toBe(false)
  })
})

describe('what is no Kafka broker', () => {
  test('a port on which nobody listens', async () => {
    const port = await freePort()
    const error = await WireConnection.open({ host: '127.0.0.1', port }, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CannotConnectError)
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      problem: { what: `127.0.0.1:${port} cannot be reached.`, why: 'Nobody listens there (connection refused).' },
    })
  })

  test('a name that nobody knows', async () => {
    const opening = WireConnection.open({ host: 'no-such-host.invalid', port: 9092 }, options)
    await expect(opening).rejects.toThrow(CannotConnectError)
  })

  test.each([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'a frame claims 1213486160 bytes'],
    ['speaks TLS', '\x15\x03\x03\x00\x02\x02\x50', 'a frame claims'],
    ['sends a frame of negative size', '\xff\xff\xff\xff', 'a frame claims -1 bytes'],
    ['answers what nobody asked', '\x00\x00\x00\x04\x00\x00\x00\x63', 'correlation id 99'],
    ['answers with too few bytes', '\x00\x00\x00\x05\x00\x00\x00\x01\x00', 'cannot be read'],
    ['closes at once', '', 'encryption (TLS) or a login (SASL)'],
  ])('a server that %s', async (_, greeting, why) => {
    await using server = await startServer(Buffer.from(greeting, 'latin1'))
    const error = await WireConnection.open(server, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(MalformedResponseError)
    expect(String(error)).toContain(why)
  })

  test('a response larger than allowed ends the connection before memory is taken', async () => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(2 ** 30)
    await using broker = await startFakeBroker({ answers: [answer(describeCluster, () => misbehave.send(size))] })
    const connection = await WireConnection.open(broker, options)
    await expect(connection.request(describeCluster, { includeClusterAuthorizedOperations: false })).rejects.toThrow(
      'a frame claims 1073741824 bytes',
    )
    expect(connection.isOpen).toBe(false)
  })
})

/** Listens, and greets everyone who says something with the same bytes; with none it hangs up. */
async function startServer(greeting: Uint8Array): Promise<{ host: string; port: number } & AsyncDisposable> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => (greeting.length === 0 ? socket.destroy() : socket.write(greeting)))
  })
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: '127.0.0.1',
    port,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
