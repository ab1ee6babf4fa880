import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Services } from '../procedures/services.ts'
import { Admission } from './admission.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { refuse, StaticFiles } from './static-files.ts'
import { serveWebSockets } from './web-sockets.ts'

export interface WebHostOptions {
  /** 0: any free port. */
  readonly port: number
  /** The folder of the built front end. */
  readonly folder: string
  readonly services: Services
}

export interface WebHost extends AsyncDisposable {
  readonly port: number
  /** The address to open, with the token. Whoever has it can do everything that the console can. */
  readonly address: string
}

/** The port that was asked for is taken by another program. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'

  constructor(port: number) {
    super(`Port ${port} of 127.0.0.1 is taken by another program. Choose another with --port, or leave the option out.`)
  }
}

/**
 * Serves the front end's files and, over WebSocket at `/calls`, the contract: on the loopback address only.
 *
 * @throws PortTakenError
 */
export async function startWebHost({ port: asked, folder, services }: WebHostOptions): Promise<WebHost> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 })
  const port = await listen(server, asked)
  const token = randomBytes(24).toString('base64url')
  const admission = new Admission({ port, token })
  const files = new StaticFiles(folder, securityHeaders(port))
  const webSockets = serveWebSockets(services)
  server.on('request', (request, response) => {
    if (!admission.admitsFiles(request)) {
      refuse(response, 403, 'Refused: the request does not come from the console itself.')
      return
    }
    // What fails after the headers is the reader's going away.
    files.answer(request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    const isCall = request.url?.split('?', 1)[0] === '/calls'
    if (isCall && admission.admitsCalls(request)) webSockets.accept(request, socket, head)
    else {
      socket.end(
        `HTTP/1.1 ${isCall ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
    }
  })
  return {
    port,
    address: `http://127.0.0.1:${port}/?token=${token}`,
    [Symbol.asyncDispose]: async () => {
      await webSockets[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PortTakenError(port)
    throw error
  }
  return (server.address() as AddressInfo).port
}

function securityHeaders(port: number): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy({
      connectTo: `'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    }),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // The address of the page holds the token.
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}
