import { expect, test } from 'vitest'
import { startProgram } from './program.ts'

const node = (script: string) => startProgram(process.execPath, ['-e', script])

test('waits for a line that comes, and finds one that has come', async () => {
  await using program = await node(`console.log('ready on 9092'); setInterval(() => {}, 1000)`)
  expect((await program.waitForLine(/ready on (\d+)/))[1]).toBe('9092')
  expect((await program.waitForLine(/ready on (\d+)/))[1]).toBe('9092')
  expect(await program.stop()).toEqual({ code: null, signal: 'SIGTERM' })
})

test('says what the program wrote when it ends before the line', async () => {
  await using program = await node(`console.error('the port is taken'); process.exitCode = 3`)
  await expect(program.waitForLine(/ready/)).rejects.toThrow(/The program ended \(3\)[^]*the port is taken/)
  expect(await program.ended).toEqual({ code: 3, signal: null })
})

test('kills a program that does not end when asked to', async () => {
  const script = `process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)`
  await using program = await startProgram(process.execPath, ['-e', script], { stopTimeoutMs: 100 })
  await program.waitForLine(/deaf/)
  expect(await program.stop()).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a command that does not exist is an error', async () => {
  await expect(startProgram('/no/such/program', [])).rejects.toThrow('ENOENT')
})
