import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import type { Api } from '../../broker/protocol/api.ts'
import { FrameSplitter } from '../../broker/protocol/frame.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import { decodeResponse, readCorrelationId } from '../../broker/protocol/response-frame.ts'
import type { Fields, Struct, StructInput } from '../../broker/schema/field.ts'

/** Somebody whose requests a broker answers. */
export interface KafkaClient {
  /** Sends a request and waits for its response; versions are the caller's choice. */
  request<Request extends Fields, Response extends Fields>(
    api: Api<Request, Response>,
    version: number,
    value: StructInput<Request>,
  ): Promise<Struct<Response>>
}

/** One connection to a Kafka broker, with nothing between the test and the wire. */
export interface KafkaConnection extends KafkaClient, AsyncDisposable {
  /** Writes bytes as they are. */
  write(...chunks: readonly Uint8Array[]): void
  /** The next frame that has not been asked for, without its size. Rejects when the connection ends first. */
  nextFrame(): Promise<Uint8Array>
  /** Settles when the broker has closed the connection. */
  readonly closed: Promise<void>
  readonly socket: Socket
}

/** With `tls`, over TLS with those options: the authority that is trusted, a certificate of the client's own. */
export async function connectToKafka(host: string, port: number, tls?: ConnectionOptions): Promise<KafkaConnection> {
  const socket = tls === undefined ? connect({ host, port, noDelay: true }) : connectTls({ ...tls, host, port })
  await once(socket, tls === undefined ? 'connect' : 'secureConnect')
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.on('close', () => resolve())
  socket.on('error', () => {})
  const frames = incomingFrames(socket)
  let correlationId = 0
  return {
    async request(api, version, value) {
      correlationId += 1
      for (const chunk of encodeRequest(api, { version, correlationId, clientId: 'test', value })) socket.write(chunk)
      const frame = await frames.next()
      if (readCorrelationId(frame) !== correlationId) {
        throw new Error(`The answer belongs to request ${readCorrelationId(frame)}, not to ${correlationId}.`)
      }
      return decodeResponse(api, version, frame)
    },
    write: (...chunks) => {
      for (const chunk of chunks) socket.write(chunk)
    },
    nextFrame: () => frames.next(),
    closed,
    socket,
    [Symbol.asyncDispose]: async () => {
      socket.destroy()
      await closed
    },
  }
}

function incomingFrames(socket: Socket): { next(): Promise<Uint8Array> } {
  const splitter = new FrameSplitter(2 ** 31 - 1)
  const frames: Uint8Array[] = []
  const waiting: PromiseWithResolvers<Uint8Array>[] = []
  let isOver = false
  const deliver = () => {
    while (frames.length > 0 && waiting.length > 0) waiting.shift()?.resolve(frames.shift()!)
    if (isOver) for (const each of waiting.splice(0)) each.reject(new Error('The broker closed the connection.'))
  }
  socket.on('data', (chunk: Buffer) => {
    frames.push(...splitter.push(chunk))
    deliver()
  })
  socket.on('close', () => {
    isOver = true
    deliver()
  })
  return {
    next() {
      const next = Promise.withResolvers<Uint8Array>()
      waiting.push(next)
      deliver()
      return next.promise
    },
  }
}
