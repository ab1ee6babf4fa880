import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import type { Api } from '../../broker/protocol/api.ts'
import { describeErrorCode, errorCode } from '../../broker/protocol/error-codes.ts'
import { apiVersions, type ApiVersionsResponse } from '../../broker/protocol/messages/api-versions.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import { decodeResponse } from '../../broker/protocol/response-frame.ts'
import type { Fields, Struct, StructInput } from '../../broker/schema/field.ts'
import { ApiVersionTable, firstApiVersionsVersion } from './api-version-table.ts'
import type { BrokerAddress } from './broker-address.ts'
import type { SaslLogin } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import {
  ConnectionLostError,
  MalformedResponseError,
  meaningOf,
  ReadOnlyClusterError,
  UnsupportedRequestError,
} from './kafka-errors.ts'
import { isReadOnly } from './read-only-apis.ts'
import type { ResponseMemory } from './response-memory.ts'
import { SaslSession, type SaslConnection } from './sasl-session.ts'
import { WireSocket, type SocketOptions } from './wire-socket.ts'

export interface ConnectionOptions extends SocketOptions {
  readonly clientId: string
  readonly requestTimeoutMs: number
  /** Null: nobody asks who we are. */
  readonly sasl: SaslLogin | null
  /** Refuses every request that changes something, whoever asks for it. */
  readonly isReadOnly: boolean
}

export const defaultConnectionOptions: ConnectionOptions = {
  clientId: 'brokkr',
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  maxResponseBytes: 256 * 1024 * 1024,
  tls: null,
  sasl: null,
  isReadOnly: false,
}

export interface RequestOptions {
  /** How long to wait for the answer; the connection's own time when left out. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Use no version above this one. */
  readonly maxVersion?: number | undefined
  /** What the response is put into; memory of its own when left out. */
  readonly memory?: ResponseMemory | undefined
}

/** What to send, or how it is made for the version that was agreed on. */
export type RequestValue<Request extends Fields> = StructInput<Request> | ((version: number) => StructInput<Request>)

/** A connection to one broker that knows which versions both sides speak. */
export class WireConnection {
  readonly versions: ApiVersionTable
  readonly #socket: WireSocket
  readonly #options: ConnectionOptions
  readonly #session: SaslSession | null

  private constructor(socket: WireSocket, versions: ApiVersionTable, options: ConnectionOptions & { host: string }) {
    this.#socket = socket
    this.versions = versions
    this.#options = options
    const { sasl, host } = options
    const send: SaslConnection['send'] = (api, value) => this.#send(api, value, {})
    this.#session = sasl === null ? null : new SaslSession({ address: socket.address, host, send }, sasl)
  }

  /**
   * Connects, agrees on versions and logs in.
   * @throws CannotConnectError, MalformedResponseError, RequestTimedOutError, LoginFailedError
   */
  static async open(to: BrokerAddress, options: ConnectionOptions): Promise<WireConnection> {
    const socket = await WireSocket.open(to, options)
    try {
      const connection = new WireConnection(socket, await agreeOnVersions(socket, options), {
        ...options,
        host: to.host,
      })
      await connection.#session?.begin()
      return connection
    } catch (error) {
      socket.close()
      throw error
    }
  }

  get address(): string {
    return this.#socket.address
  }

  get isOpen(): boolean {
    return this.#socket.isOpen
  }

  get isQuiet(): boolean {
    return this.#socket.isQuiet
  }

  /** Settles when the connection has ended, whoever ended it. */
  get closed(): Promise<void> {
    return this.#socket.closed
  }

  /**
   * Sends a request in the highest common version and waits for its response.
   * @throws ConnectionLostError, RequestTimedOutError, MalformedResponseError, UnsupportedRequestError,
   * LoginFailedError, ReadOnlyClusterError, or the reason of the signal.
   */
  async request<Request extends Fields, Response extends Fields>(
    api: Api<Request, Response>,
    value: RequestValue<Request>,
    options: RequestOptions = {},
  ): Promise<Struct<Response>> {
    this.#refuseChange(api)
    if (this.#session !== null) await this.#renew(this.#session)
    return this.#send(api, value, options)
  }

  async #renew(session: SaslSession): Promise<void> {
    try {
      await session.renewWhenDue()
    } catch (error) {
      // Without a session the connection is of no use to anybody.
      this.#socket.close()
      throw error
    }
  }

  async #send<Request extends Fields, Response extends Fields>(
    api: Api<Request, Response>,
    value: RequestValue<Request>,
    options: RequestOptions,
  ): Promise<Struct<Response>> {
    const version = this.#agreedVersion(api, options.maxVersion)
    const correlationId = this.#socket.nextCorrelationId()
    const frame = await this.#socket.exchange(correlationId, this.#encode(api, value, { version, correlationId }), {
      request: `${api.name} v${version}`,
      timeoutMs: options.timeoutMs ?? this.#options.requestTimeoutMs,
      signal: options.signal,
      memory: options.memory,
    })
    return decode(this.#socket, { api, version, frame })
  }

  /** Sends a request to which there is no response: Produce with acks 0. */
  async requestWithoutResponse<Request extends Fields>(
    api: Api<Request>,
    value: RequestValue<Request>,
    options: RequestOptions = {},
  ): Promise<void> {
    this.#refuseChange(api)
    if (this.#session !== null) await this.#renew(this.#session)
    const version = this.#agreedVersion(api, options.maxVersion)
    const correlationId = this.#socket.nextCorrelationId()
    await this.#socket.send(this.#encode(api, value, { version, correlationId }))
  }

  close(): void {
    this.#socket.close()
  }

  #refuseChange(api: Api): void {
    if (this.#options.isReadOnly && !isReadOnly(api)) throw new ReadOnlyClusterError(texts.kafka.notSent(api.name))
  }

  #agreedVersion(api: Api, maxVersion?: number): number {
    const version = this.versions.highestCommon(api, maxVersion)
    if (version !== null) return version
    const offered = this.versions.offered(api.key)
    const why = offered ? texts.kafka.otherVersions(api.name, offered.min, offered.max) : texts.kafka.noApi(api.name)
    throw new UnsupportedRequestError(this.address, why)
  }

  #encode<Request extends Fields>(
    api: Api<Request>,
    value: RequestValue<Request>,
    { version, correlationId }: { readonly version: number; readonly correlationId: number },
  ): Uint8Array[] {
    const made = typeof value === 'function' ? value(version) : value
    return encodeRequest(api, { version, correlationId, clientId: this.#options.clientId, value: made })
  }
}

function decode<Response extends Fields>(
  socket: WireSocket,
  {
    api,
    version,
    frame,
  }: { readonly api: Api<Fields, Response>; readonly version: number; readonly frame: Uint8Array },
): Struct<Response> {
  try {
    return decodeResponse(api, version, frame)
  } catch (error) {
    if (!(error instanceof MalformedBytesError)) throw error
    const why = texts.kafka.responseUnreadable(`${api.name} v${version}`, error.message)
    throw new MalformedResponseError(socket.address, why, error)
  }
}

/**
 * Begins with the newest version of ApiVersions. A broker that lacks it answers with error 35 in the form of version
 * 0 (KIP-511), and newer ones say in it which versions they have.
 */
async function agreeOnVersions(socket: WireSocket, options: ConnectionOptions): Promise<ApiVersionTable> {
  let version = firstApiVersionsVersion
  for (;;) {
    const response = await askForVersions(socket, version, options)
    if (response.errorCode === errorCode.NONE) return new ApiVersionTable(response)
    if (response.errorCode !== errorCode.UNSUPPORTED_VERSION || version === 0) {
      throw new MalformedResponseError(socket.address, meaningOf(describeErrorCode(response.errorCode)))
    }
    version = Math.min(new ApiVersionTable(response).highestCommon(apiVersions) ?? 0, version - 1)
  }
}

async function askForVersions(
  socket: WireSocket,
  version: number,
  options: ConnectionOptions,
): Promise<ApiVersionsResponse> {
  const correlationId = socket.nextCorrelationId()
  const value = { clientSoftwareName: 'brokkr', clientSoftwareVersion: '1' }
  const request = encodeRequest(apiVersions, { version, correlationId, clientId: options.clientId, value })
  const expectation = { request: `ApiVersions v${version}`, timeoutMs: options.connectTimeoutMs }
  const frame = await socket.exchange(correlationId, request, expectation).catch((error: unknown) => {
    if (!(error instanceof ConnectionLostError)) throw error
    const why = texts.connections.errors.closedAtOnce
    throw new MalformedResponseError(socket.address, why, error)
  })
  const isRefused = decodeErrorCode(frame) === errorCode.UNSUPPORTED_VERSION
  return decode(socket, { api: apiVersions, version: isRefused ? 0 : version, frame })
}

/** The error code stands at the same place in every version: right behind the correlation id. */
function decodeErrorCode(frame: Uint8Array): number | null {
  const reader = new ByteReader(frame)
  if (reader.remaining < 6) return null
  reader.int32()
  return reader.int16()
}
