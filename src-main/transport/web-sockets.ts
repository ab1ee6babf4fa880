import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { router } from '../procedures/router.ts'
import type { Services } from '../procedures/services.ts'

/** The subprotocol of our calls. The browser offers it together with `token.<token>`. */
const SUBPROTOCOL = 'brokkr'

// A record to be produced travels as base64 in JSON: this admits values of about 11 MiB.
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

// A front end that answers no ping for so long is gone; its streams end.
const PING_INTERVAL_MS = 30_000

export interface WebSocketService extends AsyncDisposable {
  /** Takes over a connection whose upgrade request has been found admissible. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** Serves the contract over WebSocket connections. Who may connect is decided before. */
export function serveWebSockets(services: Services): WebSocketService {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const handler = new RPCHandler(router)
  const pinging = setInterval(() => {
    for (const socket of server.clients) pingOrEnd(socket)
  }, PING_INTERVAL_MS)
  pinging.unref()
  return {
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (webSocket) => {
        serve(webSocket, handler, services)
      }),
    [Symbol.asyncDispose]: async () => {
      clearInterval(pinging)
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

function serve(socket: WebSocket, handler: RPCHandler<Services>, services: Services): void {
  answering.add(socket)
  socket.on('pong', () => answering.add(socket))
  // A message too large or malformed ends the connection; `close` follows and ends its streams.
  socket.on('error', () => socket.terminate())
  void handler.upgrade(withBackpressure(socket), { context: services })
}

const answering = new WeakSet<WebSocket>()

function pingOrEnd(socket: WebSocket): void {
  if (!answering.delete(socket)) socket.terminate()
  else socket.ping()
}

/** The same socket, whose `send` resolves when the bytes have left: a stream waits for a slow reader instead of filling memory. */
function withBackpressure(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  // Whatever goes wrong here also closes the socket, and that ends the calls.
  const send = (data: Parameters<WebSocket['send']>[0]): Promise<void> =>
    new Promise((resolve) => {
      socket.send(data, () => resolve())
    })
  // The handler awaits what `send` gives; the declared type of `ws` does not say so.
  return { addEventListener: socket.addEventListener.bind(socket), send: send as WebSocket['send'] }
}
