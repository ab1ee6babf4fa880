import { describe, expect, onTestFinished, test } from 'vitest'
import { nodeEnvironment } from '../../../broker/environment/node-environment.ts'
import type { Answer, ClientConnection } from '../../../broker/handlers/client-connection.ts'
import { KafkaServer, type KafkaServerOptions } from '../../../broker/server/kafka-server.ts'
import type { ListenerOptions } from '../../../broker/server/listening-socket.ts'
import { connectToKafka, type KafkaConnection } from '../../support/kafka-connection.ts'

type Serve = KafkaServerOptions['serve']

const echo: Serve = (frame) => ({ kind: 'send', chunks: [framed(frame)] })

const plaintext: ListenerOptions = {
  name: 'PLAINTEXT',
  host: '127.0.0.1',
  port: 0,
  tls: null,
  sasl: null,
  maxConnections: Infinity,
  maxCreationRate: Infinity,
  isProtected: false,
}

async function startServer(serve: Serve, overrides: Partial<KafkaServerOptions> = {}) {
  const refusals: string[] = []
  const server = new KafkaServer({
    listeners: [plaintext],
    maxRequestBytes: 1024,
    maxQueuedBytes: Infinity,
    maxIdleMs: -1,
    maxConnections: 100,
    maxCreationRate: Infinity,
    rateWindows: { count: 11, sizeMs: 1000 },
    maxPerAddress: Infinity,
    maxByAddress: new Map(),
    clock: nodeEnvironment().clock,
    serve,
    onRefused: (_clientHost, { reason }) => refusals.push(reason),
    ...overrides,
  })
  const ports = await server.listen()
  const [port = 0] = ports
  onTestFinished(() => server.close(0))
  return { server, port, ports, refusals, connect: () => connectToKafka('127.0.0.1', port) }
}

/** `body` with its size in front. */
function framed(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.byteLength)
  return Buffer.concat([size, body])
}

/** What a new connection is answered; null when it is turned away. */
async function serves(connect: () => Promise<KafkaConnection>): Promise<string | null> {
  await using client = await connect()
  client.write(framed(Buffer.from('y')))
  return await client.nextFrame().then(textOf, () => null)
}

const textOf = (frame: Uint8Array) => Buffer.from(frame).toString()

describe('one connection', () => {
  test('requests that come in pieces, and several in one piece, are served one by one', async () => {
    const { connect } = await startServer(echo)
    await using client = await connect()
    const bytes = framed(Buffer.from('first'))
    client.write(bytes.subarray(0, 2))
    client.write(
      bytes.subarray(2, 7),
      Buffer.concat([bytes.subarray(7), framed(Buffer.from('second')), framed(Buffer.from('third'))]),
    )
    expect(textOf(await client.nextFrame())).toBe('first')
    expect(textOf(await client.nextFrame())).toBe('second')
    expect(textOf(await client.nextFrame())).toBe('third')
  })

  test('a parked request holds back those behind it: answers keep their order', async () => {
    const parked = Promise.withResolvers<Answer>()
    const seen: string[] = []
    const { connect } = await startServer((frame, connection) => {
      seen.push(textOf(frame))
      return textOf(frame) === 'wait' ? parked.promise : echo(frame, connection)
    })
    await using client = await connect()
    await using other = await connect()
    client.write(framed(Buffer.from('wait')), framed(Buffer.from('after')))
    other.write(framed(Buffer.from('elsewhere')))
    expect(textOf(await other.nextFrame())).toBe('elsewhere')
    expect(seen).not.toContain('after')
    parked.resolve({ kind: 'send', chunks: [framed(Buffer.from('waited'))] })
    expect(textOf(await client.nextFrame())).toBe('waited')
    expect(textOf(await client.nextFrame())).toBe('after')
  })

  test('a request without answer does not hold up the next one', async () => {
    const { connect } = await startServer((frame, connection) =>
      textOf(frame) === 'silent' ? { kind: 'none' } : echo(frame, connection),
    )
    await using client = await connect()
    client.write(framed(Buffer.from('silent')), framed(Buffer.from('loud')))
    expect(textOf(await client.nextFrame())).toBe('loud')
  })

  test.each([
    ['negative', Buffer.from('ffffffff', 'hex')],
    ['too large', Buffer.from('00000401', 'hex')],
    ['of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('a size that is %s ends that connection and no other', async (_what, bytes) => {
    const { connect, refusals } = await startServer(echo)
    await using good = await connect()
    await using bad = await connect()
    bad.write(bytes)
    await bad.closed
    expect(refusals).toHaveLength(1)
    good.write(framed(Buffer.from('still here')))
    expect(textOf(await good.nextFrame())).toBe('still here')
  })

  test('what was answered before a refused request still arrives', async () => {
    const { connect, refusals } = await startServer((frame, connection) =>
      textOf(frame) === 'bad' ? { kind: 'close', reason: 'bad request', isUnexpected: false } : echo(frame, connection),
    )
    await using client = await connect()
    client.write(Buffer.concat(['good', 'bad', 'never'].map((text) => framed(Buffer.from(text)))))
    expect(textOf(await client.nextFrame())).toBe('good')
    await expect(client.nextFrame()).rejects.toThrow('closed the connection')
    expect(refusals).toEqual(['bad request'])
  })

  test('a peer that reads nothing is sent no more than one answer beyond what the kernel takes', async () => {
    let served = 0
    const large = Buffer.alloc(4 * 1024 * 1024)
    const { connect } = await startServer(() => {
      served += 1
      return { kind: 'send', chunks: [framed(large)] }
    })
    await using slow = await connect()
    await using other = await connect()
    slow.socket.pause()
    for (let index = 0; index < 50; index++) slow.write(framed(Buffer.from('more')))
    // Ten round trips of another client later the slow one has been served as far as it ever will.
    for (let index = 0; index < 10; index++) {
      other.write(framed(Buffer.from('x')))
      await other.nextFrame()
    }
    const servedToSlow = served - 10
    expect(servedToSlow).toBeLessThan(10)
    slow.socket.resume()
    for (let index = 0; index < 50; index++) expect(await slow.nextFrame()).toHaveLength(large.length)
  })

  test('a handler that waits hears when its client goes', async () => {
    const gone = Promise.withResolvers<void>()
    const { connect } = await startServer((_frame, connection) => {
      connection.onEnd(gone.resolve)
      return new Promise(() => {})
    })
    const client = await connect()
    client.write(framed(Buffer.from('wait')))
    client.socket.end()
    await gone.promise
    await client.closed
  })
})

describe('all connections', () => {
  test('those on which nothing happens are closed, not those that wait for an answer', async () => {
    const { connect } = await startServer(() => new Promise(() => {}), { maxIdleMs: 1000 })
    await using idle = await connect()
    await using waiting = await connect()
    waiting.write(framed(Buffer.from('wait')))
    await idle.closed
    expect(waiting.socket.closed).toBe(false)
  })

  test.each([
    ['max.connections', { maxConnections: 1 }],
    ['that of a listener', { listeners: [{ ...plaintext, maxConnections: 1 }] }],
  ])('beyond %s clients wait until there is room, in their order', async (_, limits) => {
    const { server, connect, refusals } = await startServer(echo, limits)
    const clients = [await connect(), await connect(), await connect()]
    for (const [index, client] of clients.entries()) client.write(framed(Buffer.from(`client ${index}`)))
    for (const [index, client] of clients.entries()) {
      expect(textOf(await client.nextFrame())).toBe(`client ${index}`)
      expect(server.counters).toMatchObject({ connections: 1, requests: index + 1 })
      await client[Symbol.asyncDispose]()
    }
    expect(refusals).toEqual([])
  })

  test('requests that arrive wait for memory, and take it when others are served or give up', async () => {
    const { connect, server } = await startServer(echo, { maxQueuedBytes: 1024 })
    const large = framed(Buffer.alloc(1000, 'x'))
    const [first, second, third, small] = [await connect(), await connect(), await connect(), await connect()]
    const ask = async () => {
      small.write(framed(Buffer.from('x')))
      return textOf(await small.nextFrame())
    }
    // The last request that is let in may take more than what is left, so two of them are on their way.
    for (const [index, client] of [first, second, third].entries()) {
      client.write(large.subarray(0, 500))
      await expect.poll(() => server.counters.bytesIn).toBe(500 * (index + 1))
    }
    third.write(large.subarray(500, 600))
    // Who comes in one piece has no need of it.
    for (let round = 0; round < 3; round++) expect(await ask()).toBe('x')
    expect(server.counters.bytesIn).toBe(1500 + 3 * 5)
    await first[Symbol.asyncDispose]()
    second.write(large.subarray(500))
    expect(await second.nextFrame()).toHaveLength(1000)
    third.write(large.subarray(600))
    expect(await third.nextFrame()).toHaveLength(1000)
    for (const client of [second, third, small]) await client[Symbol.asyncDispose]()
  })

  test('who gives up while waiting takes no place', async () => {
    const { connect } = await startServer(echo, { maxConnections: 1 })
    const first = await connect()
    const second = await connect()
    second.socket.resetAndDestroy()
    await using third = await connect()
    third.write(framed(Buffer.from('x')))
    await first[Symbol.asyncDispose]()
    expect(textOf(await third.nextFrame())).toBe('x')
  })

  test('the listener of brokers takes its own in any case, and the longest idle client goes', async () => {
    const listeners = [plaintext, { ...plaintext, name: 'INTERNAL', isProtected: true }]
    const clock = nodeEnvironment().clock
    let nowMs = 0
    const { server, ports } = await startServer(echo, {
      listeners,
      maxConnections: 2,
      clock: {
        ...clock,
        now: () => clock.now(),
        setTimer: (ms, act) => clock.setTimer(ms, act),
        monotonic: () => nowMs++,
      },
    })
    await using idle = await connectToKafka('127.0.0.1', ports[0] ?? 0)
    await using busy = await connectToKafka('127.0.0.1', ports[0] ?? 0)
    await expect.poll(() => server.counters.connections).toBe(2)
    busy.write(framed(Buffer.from('x')))
    await busy.nextFrame()
    await using broker = await connectToKafka('127.0.0.1', ports[1] ?? 0)
    broker.write(framed(Buffer.from('y')))
    expect(textOf(await broker.nextFrame())).toBe('y')
    await idle.closed
    busy.write(framed(Buffer.from('z')))
    expect(textOf(await busy.nextFrame())).toBe('z')
  })

  test('connections that are made too fast wait, and then are served', async () => {
    const { connect } = await startServer(echo, { maxCreationRate: 1, rateWindows: { count: 2, sizeMs: 100 } })
    const clients = await Promise.all(Array.from({ length: 4 }, connect))
    for (const client of clients) client.write(framed(Buffer.from('x')))
    for (const client of clients) expect(textOf(await client.nextFrame())).toBe('x')
    for (const client of clients) await client[Symbol.asyncDispose]()
  })

  test.each([
    ['max.connections.per.ip', { maxPerAddress: 1 }],
    ['an override of it', { maxByAddress: new Map([['127.0.0.1', 1]]) }],
  ])('%s holds, and a place that was given back counts again', async (_, limits) => {
    const { connect, refusals } = await startServer(echo, limits)
    const first = await connect()
    first.write(framed(Buffer.from('x')))
    await first.nextFrame()
    await using second = await connect()
    await second.closed
    expect(refusals).toEqual(['max.connections.per.ip (1) is reached'])
    await first[Symbol.asyncDispose]()
    await expect.poll(() => serves(connect)).toBe('y')
  })

  test('a stop lets a parked request be answered and ends idle connections', async () => {
    const { server, connect } = await startServer((_frame, connection: ClientConnection) => {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      connection.onEnd(() => resolve({ kind: 'send', chunks: [framed(Buffer.from('last words'))] }))
      return promise
    })
    await using idle = await connect()
    await using waiting = await connect()
    waiting.write(framed(Buffer.from('wait')))
    await expect.poll(() => server.counters.requests).toBe(1)
    const stopped = server.close(5000)
    expect(textOf(await waiting.nextFrame())).toBe('last words')
    await Promise.all([idle.closed, waiting.closed, stopped])
    await expect(connect()).rejects.toThrow('ECONNREFUSED')
  })

  test('counts what goes through', async () => {
    const { server, connect } = await startServer(echo)
    await using client = await connect()
    client.write(framed(Buffer.from('1234')))
    await client.nextFrame()
    expect(server.counters).toEqual({ connections: 1, requests: 1, bytesIn: 8, bytesOut: 8 })
  })

  test('a port that is taken is an error with its code', async () => {
    const { port } = await startServer(echo)
    await expect(startServer(echo, { listeners: [{ ...plaintext, port }] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
