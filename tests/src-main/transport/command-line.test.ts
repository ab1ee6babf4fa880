import { expect, test } from 'vitest'
import { readCommandLine, usage } from '../../../src-main/transport/command-line.ts'

test('without options any port is taken and the browser is opened', () => {
  const options = { port: 0, dataDirectory: undefined, opensBrowser: true }
  expect(readCommandLine([])).toEqual({ kind: 'run', options })
})

test('every option is understood, and explained', () => {
  expect(readCommandLine(['--browser', '--port', '8080', '--data=/d', '--no-open'])).toEqual({
    kind: 'run',
    options: { port: 8080, dataDirectory: '/d', opensBrowser: false },
  })
  for (const option of ['--port', '--data', '--no-open', '--help']) expect(usage).toContain(option)
})

test.each([['--help'], ['-h']])('%s asks for the explanation', (option) => {
  expect(readCommandLine([option])).toEqual({ kind: 'help' })
})

test.each([
  [['--port', '0'], "not '0'"],
  [['--port', '65536'], "not '65536'"],
  [['--port', '80a'], "not '80a'"],
  [['--port'], '--port'],
  [['--data', ''], '--data takes the path'],
  [['--colour'], '--colour'],
  [['orders'], 'orders'],
])('%j is refused with a reason', (args, reason) => {
  const read = readCommandLine(args)
  expect(read.kind).toBe('wrong')
  expect(read).toHaveProperty('why', expect.stringContaining(reason))
})
