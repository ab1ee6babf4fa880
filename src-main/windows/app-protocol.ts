import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { Session } from 'electron'

/**
 * The page's origin. A secure one is what policies, modules and workers want, and pages from files have none. A scheme of our own would have to be
 * declared before the application is ready, which an entry file that is a module may come too late for; so it is a name under https that exists
 * nowhere (RFC 6761), answered by ourselves before anything goes to a network.
 */
export const pageOrigin = 'https://console.brokkr.invalid'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

export interface AppProtocolOptions {
  /** The folder of the built front end; nothing outside of it is given. */
  readonly folder: string
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>
}

/** Serves the front end's files to the windows of `session`, and nothing else: no window of it reaches a network. */
export function serveAppProtocol(session: Session, { folder, headers }: AppProtocolOptions): void {
  session.protocol.handle('https', async (request) => {
    const path = await insidePath(folder, request.url)
    if (path === null) return new Response('There is no such file.', { status: 404, headers })
    const type = MEDIA_TYPES[extname(path)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'Content-Type': type } })
  })
  session.protocol.handle('http', () => new Response('There is no network here.', { status: 404, headers }))
}

/** Null when the address is not one of the page, or leads out of the folder. */
async function insidePath(folder: string, address: string): Promise<string | null> {
  try {
    const url = new URL(address)
    if (url.origin !== pageOrigin) return null
    const root = await realpath(folder)
    const path = await realpath(join(root, url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname)))
    return path.startsWith(root + sep) ? path : null
  } catch {
    return null
  }
}
