import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { InstanceRunningError, lockInstance, openInRunning } from '../../../src-main/settings/instance-lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a second Brokkr on the same directory is told which process has it', async () => {
  await using folder = await temporaryFolder()
  await using _first = await lockInstance(folder.path)
  const second = lockInstance(folder.path)
  await expect(second).rejects.toThrow(InstanceRunningError)
  await expect(second).rejects.toThrow(`already runs on the data directory ${folder.path} (process ${process.pid})`)
})

test('the lock is free again when it is let go', async () => {
  await using folder = await temporaryFolder()
  await (await lockInstance(folder.path))[Symbol.asyncDispose]()
  await using _second = await lockInstance(folder.path)
})

test('two directories do not disturb each other', async () => {
  await using folder = await temporaryFolder()
  await using other = await temporaryFolder()
  await using _one = await lockInstance(folder.path)
  await using _two = await lockInstance(other.path)
})

test('a directory with a long path can be locked too', async () => {
  await using folder = await temporaryFolder()
  const path = folder.join('a'.repeat(120))
  await mkdir(path)
  await using _first = await lockInstance(path)
  await expect(lockInstance(path)).rejects.toThrow(InstanceRunningError)
})

test('a holder that was killed does not block the next one', async () => {
  await using folder = await temporaryFolder()
  const module = resolve(import.meta.dirname, '../../../src-main/settings/instance-lock.ts')
  const code = `const { lockInstance } = await import(${JSON.stringify(module)})
    await lockInstance(${JSON.stringify(folder.path)}); process.stdout.write('locked'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  await expect(lockInstance(folder.path)).rejects.toThrow(`(process ${holder.pid})`)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await using _next = await lockInstance(folder.path)
})

test('a link is handed to the Brokkr that runs', async () => {
  await using folder = await temporaryFolder()
  const { promise, resolve: opened } = Promise.withResolvers<string>()
  await using _running = await lockInstance(folder.path, opened)
  expect(await openInRunning(folder.path, 'local/orders@0:42')).toBe(process.pid)
  expect(await promise).toBe('local/orders@0:42')
})

test('where no Brokkr runs, nobody takes a link', async () => {
  await using folder = await temporaryFolder()
  expect(await openInRunning(folder.path, 'local/orders')).toBeNull()
})
