import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startProgram, type Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const START = join(ROOT, 'scripts/start.ts')
const ADDRESS = /^Brokkr is ready at (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/

const startBrowserHost = (data: string, ...args: string[]): Promise<Program> =>
  startProgram(process.execPath, [START, '--browser', '--no-open', '--data', data, ...args])

async function isServed(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  )
}

test('npm start serves the console at the address it prints, and ends in order when asked to', async () => {
  await using folder = await temporaryFolder()
  await using program = await startBrowserHost(folder.path)
  const [, address = ''] = await program.waitForLine(ADDRESS)
  expect(await isServed(address)).toBe(true)

  // Ctrl+C arrives twice when npm is in between: from the terminal, and from npm.
  process.kill(program.pid, 'SIGINT')
  process.kill(program.pid, 'SIGINT')

  expect(await program.ended).toEqual({ code: 0, signal: null })
  expect(await isServed(address)).toBe(false)
})

test('the console ends when npm start is killed', async () => {
  await using folder = await temporaryFolder()
  await using program = await startBrowserHost(folder.path)
  const [, address = ''] = await program.waitForLine(ADDRESS)

  process.kill(program.pid, 'SIGKILL')

  await expect.poll(() => isServed(address)).toBe(false)
})

test('a port that is taken is named, and the exit code says so', async () => {
  await using folder = await temporaryFolder()
  await using other = await temporaryFolder()
  await using first = await startBrowserHost(folder.path)
  const [, address = ''] = await first.waitForLine(ADDRESS)
  const { port } = new URL(address)

  await using second = await startBrowserHost(other.path, '--port', port)

  expect((await second.ended).code).toBe(1)
  expect(second.output()).toContain(port)
})

test('the console ends when npm is told to end', async () => {
  await using folder = await temporaryFolder()
  const args = ['start', '--', '--browser', '--no-open', '--data', folder.path]
  await using npm = await startProgram('npm', args, { cwd: ROOT })
  const [, address = ''] = await npm.waitForLine(ADDRESS)

  process.kill(npm.pid, 'SIGTERM')

  await expect.poll(() => isServed(address)).toBe(false)
})
