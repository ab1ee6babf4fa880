import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

interface ServedFile {
  readonly path: string
  readonly sizeBytes: number
}

/** Serves the files of one folder, and nothing outside of it. */
export class StaticFiles {
  readonly #folder: string
  readonly #headers: Readonly<Record<string, string>>

  /** `headers` go with every answer. */
  constructor(folder: string, headers: Readonly<Record<string, string>>) {
    this.#folder = folder
    this.#headers = headers
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      return refuse(response, 405, 'Only GET and HEAD are served here.')
    }
    const file = await this.#find(request.url ?? '/')
    if (file === null) return refuse(response, 404, 'There is no such file.')
    response.writeHead(200, {
      'Content-Type': MEDIA_TYPES[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': file.sizeBytes,
      // Built files carry a hash of their content in their name; the page that names them does not.
      'Cache-Control': file.path.includes(`${sep}assets${sep}`) ? 'private, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.method === 'HEAD') response.end()
    else await pipeline(createReadStream(file.path), response)
  }

  /** The file that a request's target means; links are resolved before it is decided whether it lies inside. */
  async #find(target: string): Promise<ServedFile | null> {
    const name = pathOf(target)
    if (name === null) return null
    try {
      const folder = await realpath(this.#folder)
      const path = await realpath(join(folder, name === '/' ? 'index.html' : name))
      if (!path.startsWith(folder + sep)) return null
      const status = await stat(path)
      return status.isFile() ? { path, sizeBytes: status.size } : null
    } catch {
      return null
    }
  }
}

/** The decoded path of a request's target; null when it is malformed. */
function pathOf(target: string): string | null {
  try {
    const path = decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '/')
    return path.includes('\0') ? null : path
  } catch {
    return null
  }
}

export function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
