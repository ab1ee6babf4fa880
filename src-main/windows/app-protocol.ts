import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { protocol } from 'electron'

const SCHEME = 'brokkr'

/** The page has an origin of its own, which pages from files have not: policies, modules and workers then work as on the web. */
export const pageOrigin = `${SCHEME}://console`

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

/** Has to be called before the application is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export interface AppProtocolOptions {
  /** The folder of the built front end; nothing outside of it is given. */
  readonly folder: string
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>
}

/** Serves the front end's files to our windows. */
export function serveAppProtocol({ folder, headers }: AppProtocolOptions): void {
  protocol.handle(SCHEME, async (request) => {
    const path = await insidePath(folder, request.url)
    if (path === null) return new Response('There is no such file.', { status: 404, headers })
    const type = MEDIA_TYPES[extname(path)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'Content-Type': type } })
  })
}

/** Null when the address is not one of the page, or leads out of the folder. */
async function insidePath(folder: string, address: string): Promise<string | null> {
  try {
    const url = new URL(address)
    if (`${url.protocol}//${url.host}` !== pageOrigin) return null
    const root = await realpath(folder)
    const path = await realpath(join(root, url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname)))
    return path.startsWith(root + sep) ? path : null
  } catch {
    return null
  }
}
