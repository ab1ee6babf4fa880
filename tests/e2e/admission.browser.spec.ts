import { once } from 'node:events'
import { request } from 'node:http'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import { test } from './console/console.ts'

/** What the console answers to who asks for a connection for calls: the HTTP status, or 101 where it is granted. */
async function statusOfCall(address: URL, headers: Readonly<Record<string, string>>, token: string): Promise<number> {
  const socket = new WebSocket(`ws://${address.host}/calls?token=${token}`, { headers })
  const opened = once(socket, 'open').then(() => 101)
  const refused = once(socket, 'unexpected-response').then(
    ([, response]) => (response as { statusCode: number }).statusCode,
  )
  socket.on('error', () => {})
  const status = await Promise.race([opened, refused])
  socket.terminate()
  return status
}

test('calls need the token, our own origin and our own host', async ({ page }) => {
  const address = new URL(page.url())
  const token = address.searchParams.get('token') ?? ''
  const origin = address.origin
  expect(await statusOfCall(address, { Origin: origin }, token)).toBe(101)
  expect(await statusOfCall(address, { Origin: origin }, `${token}x`)).toBe(403)
  expect(await statusOfCall(address, { Origin: origin }, '')).toBe(403)
  expect(await statusOfCall(address, { Origin: 'http://evil.example' }, token)).toBe(403)
  expect(await statusOfCall(address, { Origin: 'http://evil.example', Host: 'evil.example' }, token)).toBe(403)
})

test('files are not served under a foreign name', async ({ page }) => {
  const { port } = new URL(page.url())
  const asked = request({ host: '127.0.0.1', port, headers: { Host: `evil.example:${port}` } }).end()
  const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume: () => void }]
  response.resume()
  expect(response.statusCode).toBe(403)
})

test('an address without the token is answered with what is missing', async ({ page }) => {
  await page.goto(new URL('/', page.url()).href)
  await expect(page.getByText('open the whole address that Brokkr printed at its start, with its token')).toBeVisible()
})
