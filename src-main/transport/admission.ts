import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const TOKEN_PROTOCOL = 'token.'

export interface AdmissionOptions {
  /** The port that is served on the loopback address. */
  readonly port: number
  readonly token: string
}

/**
 * Who may do what. A page of another site can make a browser send requests to the loopback address, also under a name of its
 * own that it makes point there (DNS rebinding): so the Host must be ours, an Origin that is sent must be ours, and calls need the token.
 */
export class Admission {
  readonly #token: string
  readonly #hosts: ReadonlySet<string>

  constructor({ port, token }: AdmissionOptions) {
    this.#token = token
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  }

  /** Whether the page's files may be served: they hold no secrets, but a foreign name must not become our origin. */
  admitsFiles(request: IncomingMessage): boolean {
    return this.#hasOurHost(request) && this.#hasOurOrigin(request)
  }

  /** Whether calls may be made: the page itself needs as much, since without the token it is of no use. */
  admitsCalls(request: IncomingMessage): boolean {
    return this.#hasOurHost(request) && this.#hasOurOrigin(request) && this.#hasToken(request)
  }

  #hasOurHost(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '')
  }

  /** Programs that are no browsers send no Origin, and could not be kept from sending any: for them the token decides. */
  #hasOurOrigin(request: IncomingMessage): boolean {
    const { origin } = request.headers
    return origin === undefined || origin === `http://${request.headers.host}`
  }

  /** The token comes as a WebSocket subprotocol `token.…`, which a page can set, or as `?token=…`. */
  #hasToken(request: IncomingMessage): boolean {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim())
    const inProtocol = offered.find((each) => each.startsWith(TOKEN_PROTOCOL))?.slice(TOKEN_PROTOCOL.length)
    const given = inProtocol ?? new URL(request.url ?? '/', 'http://localhost').searchParams.get('token')
    return given !== null && timingSafeEqual(digest(given), digest(this.#token))
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
