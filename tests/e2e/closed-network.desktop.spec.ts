import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { createTopic, fillAndProduce, openArea, openTab, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'

const run = promisify(execFile)

/** Every process below this one, and itself. */
async function family(processId: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid='])
  const parents = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const found = [processId]
  for (const each of found) found.push(...parents.flatMap(([id, parent]) => (parent === each ? [id ?? 0] : [])))
  return found
}

/** What the processes have open to other machines: addresses of sockets that are neither loopback nor a listening one. */
async function foreignSockets(processIds: readonly number[]): Promise<string[]> {
  const { stdout } = await run('ss', ['-Htuanp'])
  return stdout.split('\n').filter((line) => {
    const [, , , , , peer = ''] = line.trim().split(/\s+/)
    const isOurs = processIds.some((id) => line.includes(`pid=${id},`))
    return isOurs && !/^(127\.|\[::1\]|\[::ffff:127\.|0\.0\.0\.0:\*|\[::\]:\*|\*:\*)/.test(peer)
  })
}

test('nothing leaves the machine that the user did not ask for', async ({ page, brokkr }) => {
  test.skip(process.platform !== 'linux', 'sockets of processes are read from Linux')
  const seen = new Set<string>()
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  const watching = setInterval(() => {
    void family(brokkr.processId)
      .then(foreignSockets)
      .then((sockets) => sockets.forEach((socket) => seen.add(socket)))
  }, 200)
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await fillAndProduce(page, { key: 'k', value: '{"a":1}' })
  await page.keyboard.press('Escape')
  await openTab(page, 'Messages')
  await expect(page.getByRole('grid', { name: 'Messages' }).locator('[data-row-index="0"]')).toBeVisible()
  for (const area of ['Topics', 'Consumer groups', 'Brokers', 'Segments'] as const) await openArea(page, area)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  clearInterval(watching)

  expect([...seen]).toEqual([])
  expect(requested.filter((address) => !/^(https:\/\/console\.brokkr\.invalid\/|data:|blob:)/.test(address))).toEqual(
    [],
  )
})

test('a feed of updates is asked when a user has set it and asks, and not before', async ({ page }) => {
  const asked: string[] = []
  await using server = createServer(({ url = '' }, answer) => {
    asked.push(url)
    answer.end(
      'version: 99.1.0\nfiles: [{ url: brokkr.AppImage, sha512: eA==, size: 1 }]\npath: brokkr.AppImage\nsha512: eA==\n',
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  const look = page.getByRole('button', { name: 'Look for an update', exact: true })
  await expect(look).toBeDisabled()
  await page.getByLabel('Address of the update feed').fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect(look).toBeEnabled()
  expect(asked).toEqual([])
  await look.click()
  await expect(page.getByText('Version 99.1.0 is there.')).toBeVisible()
  expect(asked.every((url) => url.startsWith('/latest'))).toBe(true)
})
