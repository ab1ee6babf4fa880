import { expect, test } from 'vitest'
import {
  readCommandLine,
  readDesktopCommandLine,
  readOpenCommandLine,
  usage,
  usageOfOpen,
} from '../../../src-main/transport/command-line.ts'

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

test('a place to open is taken with its options, each of which is explained', () => {
  const options = { link: 'local/orders@0:1', dataDirectory: '/d', host: 'browser', opensBrowser: false }
  const args = ['local/orders@0:1', '--data', '/d', '--browser', '--no-open']
  expect(readOpenCommandLine(args)).toEqual({ kind: 'run', options })
  const explained = ['--data', '--browser', '--desktop', '--no-open', '--help']
  for (const option of explained) expect(usageOfOpen).toContain(option)
})

test.each([
  [[], 'one place'],
  [['a', 'b'], 'one place'],
  [['local/orders@x'], 'cluster/topic@partition:offset'],
  [['local', '--colour'], '--colour'],
])('brokkr open %j is refused with a reason', (args, reason) => {
  expect(readOpenCommandLine(args)).toEqual({ kind: 'wrong', why: expect.stringContaining(reason) as string })
})

test.each([
  [['.', '--data', '/d', '--link=local/orders'], { dataDirectory: '/d', link: 'local/orders' }],
  [['--no-sandbox', 'brokkr://local/orders@0:1'], { dataDirectory: undefined, link: 'brokkr://local/orders@0:1' }],
  [['open', 'local/orders@0:1', '--data=/d'], { dataDirectory: '/d', link: 'local/orders@0:1' }],
  [['.', 'team.brokkr'], { dataDirectory: undefined, link: '/home/alice/team.brokkr' }],
  [['.'], { dataDirectory: undefined, link: undefined }],
])('the desktop app finds its own in %j', (args, options) => {
  expect(readDesktopCommandLine(args, '/home/alice')).toEqual(options)
})
