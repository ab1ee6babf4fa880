import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Another Brokkr works in this data directory. */
export class InstanceRunningError extends Error {
  override readonly name = 'InstanceRunningError'
  readonly processId: number | null

  constructor(directory: string, processId: number | null) {
    const which = processId === null ? '' : ` (process ${processId})`
    super(
      `Brokkr already runs on the data directory ${directory}${which}. ` +
        'Use that one, end it first, or give this one a directory of its own with --data.',
    )
    this.processId = processId
  }
}

// Unix allows about 104 bytes for the path of a socket.
const MAX_SOCKET_PATH_BYTES = 100

/** Told of a link that another process was asked to open. */
export type OnOpen = (link: string) => void

/** Asks the Brokkr that works in `directory` to open a link. Gives its process id; null where none runs there. */
export async function openInRunning(directory: string, link: string): Promise<number | null> {
  const { lives, processId } = await askHolder(socketPath(directory), `${OPEN}${link}\n`)
  return lives ? processId : null
}

const OPEN = 'open '
const LONGEST_MESSAGE = 4096

/**
 * Makes sure that one Brokkr at a time works in `directory`, which must exist. The lock is a listening local socket:
 * the kernel closes it with its process, however that dies, and whoever comes second can ask who holds it.
 *
 * @throws InstanceRunningError
 */
export async function lockInstance(directory: string, onOpen: OnOpen = () => undefined): Promise<AsyncDisposable> {
  const path = socketPath(directory)
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = await listen(path, onOpen)
    if (server !== null) return { [Symbol.asyncDispose]: () => close(server) }
    const holder = await askHolder(path)
    if (holder.lives) throw new InstanceRunningError(directory, holder.processId)
    // Left behind by a process that was killed.
    rmSync(path, { force: true })
  }
  throw new InstanceRunningError(directory, null)
}

function socketPath(directory: string): string {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\brokkr-${hash}`
  const inside = join(directory, 'console.sock')
  return Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES ? inside : join(tmpdir(), `brokkr-${hash}.sock`)
}

/** Null when the path is taken. */
async function listen(path: string, onOpen: OnOpen): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(`${process.pid}\n`)
    let said = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(0, LONGEST_MESSAGE)
      const line = said.endsWith('\n') ? said.trimEnd() : ''
      if (line.startsWith(OPEN)) onOpen(line.slice(OPEN.length))
    })
  })
  server.listen(path)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
  // The lock alone is no reason for the process to stay.
  server.unref()
  return server
}

async function askHolder(path: string, message = ''): Promise<{ lives: boolean; processId: number | null }> {
  const socket = createConnection(path)
  try {
    await once(socket, 'connect')
  } catch {
    return { lives: false, processId: null }
  }
  try {
    socket.setEncoding('utf8').setTimeout(1000, () => socket.destroy())
    socket.end(message)
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    const processId = Number.parseInt(answer, 10)
    return { lives: true, processId: Number.isNaN(processId) ? null : processId }
  } catch {
    return { lives: true, processId: null }
  } finally {
    socket.destroy()
  }
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  await once(server, 'close')
}
