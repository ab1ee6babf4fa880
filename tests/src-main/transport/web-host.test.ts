import { once } from 'node:events'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { PortTakenError, startWebHost } from '../../../src-main/transport/web-host.ts'
import { startConsole, type TestConsole } from '../../support/start-console.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Asks as it stands: `fetch` would tidy the path and sets Host and Origin itself. */
async function ask(
  host: TestConsole,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
) {
  const { port } = new URL(host.address)
  const asking = request({ host: '127.0.0.1', port, path, ...options })
  asking.end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode, headers: response.headers, body } as Answer
}

interface Knock {
  readonly path?: string
  readonly origin?: string
  readonly host?: string
  readonly protocols?: string[]
}

/** The status with which an attempt to call is refused, or 101. */
async function knock(console: TestConsole, { path = '/calls', origin, host, protocols }: Knock): Promise<number> {
  const { port } = new URL(console.address)
  const options = { ...(origin === undefined ? {} : { origin }), headers: host === undefined ? {} : { host } }
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols ?? [], options)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  socket.on('open', () => resolve(101))
  socket.on('unexpected-response', (asking, response) => {
    resolve(response.statusCode ?? 0)
    asking.destroy()
  })
  socket.on('error', reject)
  try {
    return await promise
  } finally {
    socket.on('error', () => {})
    socket.terminate()
  }
}

/** The path of the page with its token. */
const pageOf = (console: TestConsole) => `/?token=${tokenOf(console)}`
const tokenOf = (console: TestConsole) => new URL(console.address).searchParams.get('token') ?? ''

test('the page comes with a strict policy and is not cached', async () => {
  await using console = await startConsole()
  const page = await ask(console, pageOf(console))
  expect(page.status).toBe(200)
  expect(page.body).toContain('Brokkr')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';")
  expect(page.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })
})

test('calls are answered with the token, as a subprotocol or in the address, from our page or from a program', async () => {
  await using console = await startConsole()
  const token = tokenOf(console)
  const { origin } = new URL(console.address)
  expect(await knock(console, { protocols: ['brokkr', `token.${token}`], origin })).toBe(101)
  expect(await knock(console, { path: `/calls?token=${token}`, protocols: ['brokkr'] })).toBe(101)
})

test.each([
  ['no token', () => ({ protocols: ['brokkr'] })],
  ['a wrong token', () => ({ protocols: ['brokkr', 'token.guessed'] })],
  ['an empty token', () => ({ path: '/calls?token=' })],
  [
    'a page of another site',
    (token: string) => ({ protocols: ['brokkr', `token.${token}`], origin: 'http://evil.test' }),
  ],
  ['a page without an origin', (token: string) => ({ protocols: ['brokkr', `token.${token}`], origin: 'null' })],
  [
    'a foreign name for our address',
    (token: string) => ({ protocols: ['brokkr', `token.${token}`], host: 'evil.test' }),
  ],
])('calls with %s are refused with 403', async (_what, attempt) => {
  await using console = await startConsole()
  expect(await knock(console, attempt(tokenOf(console)))).toBe(403)
})

test('only the place of calls can be upgraded', async () => {
  await using console = await startConsole()
  expect(await knock(console, { path: '/other', protocols: ['brokkr', `token.${tokenOf(console)}`] })).toBe(404)
})

test('a foreign name for our address gets no page either', async () => {
  await using console = await startConsole()
  for (const headers of [{ host: 'evil.test' }, { origin: 'http://evil.test' }]) {
    expect((await ask(console, pageOf(console), { headers })).status).toBe(403)
    expect((await ask(console, '/assets/app.js', { headers })).status).toBe(403)
  }
})

test('the page without the token says which address to open', async () => {
  await using console = await startConsole()
  for (const path of ['/', '/index.html', '/?token=guessed']) {
    expect(await ask(console, path)).toMatchObject({
      status: 403,
      body: expect.stringContaining('address that Brokkr printed'),
    })
  }
})

test('calls cannot be made without a WebSocket', async () => {
  await using console = await startConsole()
  expect((await ask(console, '/calls', { method: 'POST' })).status).toBe(403)
  expect((await ask(console, `/calls?token=${tokenOf(console)}`, { method: 'POST' })).status).toBe(426)
})

test.each([
  '/../settings.json',
  '/%2e%2e/settings.json',
  '/..%2fsettings.json',
  '/assets/../../settings.json',
  '/..\\settings.json',
  '/%00',
  '/%zz',
  '/nothing.js',
  '/assets',
])('%s is no file', async (path) => {
  await using console = await startConsole()
  expect((await ask(console, path)).status).toBe(404)
})

test('a link that leads out of the folder is no file', async () => {
  await using console = await startConsole()
  const page = `${console.dataDirectory}/../renderer`
  await mkdir(`${page}/assets`)
  await writeFile(`${page}/assets/app.js`, 'let inside')
  await symlink(`${console.dataDirectory}/settings.json`, `${page}/assets/settings.json`)
  expect((await ask(console, '/assets/app.js')).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'private, max-age=31536000, immutable',
  })
  expect((await ask(console, '/assets/settings.json')).status).toBe(404)
})

test('files are read only', async () => {
  await using console = await startConsole()
  const answer = await ask(console, pageOf(console), { method: 'POST' })
  expect(answer.status).toBe(405)
  expect(answer.headers['allow']).toBe('GET, HEAD')
})

test('a message that is too large ends the connection, and only that', async () => {
  await using console = await startConsole()
  const { port } = new URL(console.address)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/calls?token=${tokenOf(console)}`, ['brokkr'])
  await once(socket, 'open')
  socket.on('error', () => {})
  socket.send(Buffer.alloc(17 * 1024 * 1024))
  await once(socket, 'close')
  expect(await console.calls.application.describe()).toMatchObject({ host: 'browser' })
})

test('nonsense on the connection is survived', async () => {
  // The framework writes what it cannot read to the error output.
  const complaints = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
  await using console = await startConsole()
  const { port } = new URL(console.address)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/calls?token=${tokenOf(console)}`, ['brokkr'])
  await once(socket, 'open')
  for (const nonsense of ['', '{', '[]', '{"i":1,"p":{"u":"/no/such","b":{}}}', '\0\0']) socket.send(nonsense)
  const raw = connect(Number(port), '127.0.0.1')
  raw.on('error', () => {})
  raw.resume().write('GARBAGE\r\n\r\n')
  await once(raw, 'close')
  expect(await console.calls.application.describe()).toMatchObject({ version: '0.0.0' })
  expect(complaints).toHaveBeenCalled()
  complaints.mockRestore()
  socket.terminate()
})

test('a port that is taken is told in one sentence', async () => {
  await using console = await startConsole()
  const port = Number(new URL(console.address).port)
  const second = startWebHost({ port, folder: '/', services: console.backEnd.services })
  await expect(second).rejects.toThrow(PortTakenError)
  await expect(second).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken by another program.`)
})
