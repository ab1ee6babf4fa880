import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Api } from '../../broker/protocol/api.ts'
import { FrameSplitter } from '../../broker/protocol/frame.ts'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { readRequestFrame, type RequestFrame } from '../../broker/protocol/request-frame.ts'
import { encodeResponse } from '../../broker/protocol/response-frame.ts'
import type { Fields, Struct, StructInput } from '../../broker/schema/field.ts'
import { readMessage } from '../../broker/schema/message.ts'
import type { VersionRange } from '../../broker/schema/version-range.ts'

/** What a scripted broker does instead of answering. */
export type Misbehaviour =
  | { readonly do: 'nothing' }
  | { readonly do: 'close' }
  | { readonly do: 'send'; readonly bytes: Uint8Array }

export interface Answer {
  readonly api: Api
  readonly versions: VersionRange
  readonly answer: (request: unknown, about: RequestFacts) => Promise<Uint8Array[] | Misbehaviour>
}

export interface RequestFacts {
  readonly version: number
  readonly correlationId: number
}

export interface SeenRequest {
  readonly api: string
  readonly version: number
  readonly clientId: string | null
  readonly request: unknown
}

type Scripted<Response extends Fields> = StructInput<Response> | Misbehaviour

export interface AnswerOptions {
  /** What the broker claims to have; what we know of the API when left out. */
  readonly versions?: VersionRange
  /** Answer in this version, whatever was asked in. */
  readonly inVersion?: number
}

/** Scripts one API: `answer(metadata, (request, { version }) => ({ brokers, topics }))`. */
export function answer<Request extends Fields, Response extends Fields>(
  api: Api<Request, Response>,
  make: (request: Struct<Request>, about: RequestFacts) => Scripted<Response> | Promise<Scripted<Response>>,
  options: AnswerOptions = {},
): Answer {
  return {
    api,
    versions: options.versions ?? api.advertisedVersions,
    answer: async (request, about) => {
      const made = await make(request as Struct<Request>, about)
      if ('do' in made) return made
      const value = made
      return encodeResponse(api, {
        version: options.inVersion ?? about.version,
        correlationId: about.correlationId,
        value,
      })
    },
  }
}

export const misbehave = {
  /** Leaves the request without an answer. */
  silence: { do: 'nothing' },
  /** Ends the connection. */
  close: { do: 'close' },
  send: (bytes: Uint8Array): Misbehaviour => ({ do: 'send', bytes }),
} as const

export interface FakeBroker extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Every request but ApiVersions, in the order of arrival. */
  readonly requests: SeenRequest[]
  readonly connectionCount: number
  /** Ends all connections but goes on listening. */
  dropConnections(): void
}

export interface FakeBrokerOptions {
  readonly answers?: readonly Answer[]
  /** The same port as an earlier fake broker, which came back. */
  readonly port?: number
}

/** A broker that does exactly what the test says, over a real socket and with our own codecs. */
export async function startFakeBroker({ answers = [], port = 0 }: FakeBrokerOptions = {}): Promise<FakeBroker> {
  const requests: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const state = { connectionCount: 0 }
  const versions = answers.some(({ api }) => api.key === apiVersions.key) ? [] : [truthfulVersions(answers)]
  const script = [...answers, ...versions]
  const server = createServer((socket) => {
    state.connectionCount += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const splitter = new FrameSplitter(1 << 26)
    let queue = Promise.resolve()
    socket.on('data', (chunk) => {
      for (const frame of splitter.push(chunk)) queue = queue.then(() => serve(socket, frame, { script, requests }))
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.')
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: '127.0.0.1',
    port: address.port,
    requests,
    dropConnections,
    get connectionCount() {
      return state.connectionCount
    },
    [Symbol.asyncDispose]: async () => {
      dropConnections()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

function truthfulVersions(answers: readonly Answer[]): Answer {
  const apiKeys = answers.map(({ api, versions }) => ({
    apiKey: api.key,
    minVersion: versions.min,
    maxVersion: versions.max,
  }))
  return answer(apiVersions, () => ({
    errorCode: 0,
    apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }, ...apiKeys],
  }))
}

async function serve(
  socket: Socket,
  bytes: Uint8Array,
  { script, requests }: { readonly script: readonly Answer[]; readonly requests: SeenRequest[] },
): Promise<void> {
  const frame = readRequestFrame(bytes)
  const scripted = script.find(({ api }) => api.key === frame.apiKey)
  if (!scripted) return void socket.destroy()
  const request = readMessage(scripted.api.request, frame.apiVersion, frame.body)
  if (frame.apiKey !== apiVersions.key) requests.push(seen(scripted, frame, request))
  const made = await scripted.answer(request, { version: frame.apiVersion, correlationId: frame.correlationId })
  if (Array.isArray(made)) for (const chunk of made) socket.write(chunk)
  else if (made.do === 'close') socket.destroy()
  else if (made.do === 'send') socket.write(made.bytes)
}

function seen({ api }: Answer, { apiVersion, clientId }: RequestFrame, request: unknown): SeenRequest {
  return { api: api.name, version: apiVersion, clientId, request }
}
