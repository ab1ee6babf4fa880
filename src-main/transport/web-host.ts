import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Services } from '../procedures/services.ts'
import { Admission } from './admission.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { answerDownload } from './download-answer.ts'
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
    const refusal = refusalOf(request, admission)
    const downloadId = downloadIdOf(request)
    if (refusal !== null) refuse(response, refusal.status, refusal.text)
    else if (downloadId !== null) answerDownload(response, services.downloads.take(downloadId))
    // What fails after the headers is the reader's going away.
    else files.answer(request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    const isCall = pathOf(request) === CALLS_PATH
    if (isCall && admission.admitsCalls(request)) webSockets.accept(request, socket, head)
    else refuseUpgrade(socket, isCall ? '403 Forbidden' : '404 Not Found')
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

/** Where connections for calls are opened. */
const CALLS_PATH = '/calls'
/** What is opened by a user, and not by the page. */
const PAGE_PATHS: readonly string[] = ['/', '/index.html']

function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/'
}

/** The id of a download is as secret as the token: only the page that has asked for the export was told. */
function downloadIdOf(request: IncomingMessage): string | null {
  return request.method === 'GET' ? (/^\/downloads\/([\w-]+)$/.exec(pathOf(request))?.[1] ?? null) : null
}

function refusalOf(request: IncomingMessage, admission: Admission): { status: number; text: string } | null {
  if (!admission.admitsFiles(request)) {
    return { status: 403, text: 'Refused: the request does not come from the console itself.' }
  }
  const path = pathOf(request)
  if ((path === CALLS_PATH || PAGE_PATHS.includes(path)) && !admission.admitsCalls(request)) {
    return { status: 403, text: 'Refused: open the whole address that Brokkr printed at its start, with its token.' }
  }
  return path === CALLS_PATH ? { status: 426, text: 'Calls are made over a WebSocket.' } : null
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
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
