import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const START = join(import.meta.dirname, '../../scripts/start.ts')

function start(args: readonly string[], env: Record<string, string> = {}) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [START, ...args], {
    env: { ...rest, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('--help explains every option', () => {
  const { status, stdout } = start(['--help'])
  expect(status).toBe(0)
  for (const option of ['--browser', '--port N', '--no-open', '--desktop', '--data DIR']) {
    expect(stdout).toContain(option)
  }
})

test.each([
  [['--prot', '9000'], "Unknown option '--prot'"],
  [['--port', '65536'], "--port is '65536'"],
  [['--port', 'http'], "--port is 'http'"],
  [['--desktop', '--browser'], '--desktop excludes --browser'],
  [['--desktop', '--no-open'], '--desktop excludes --browser, --port and --no-open'],
])('refuses %j with one clear sentence', (args, message) => {
  const { status, stderr } = start(args)
  expect(status).toBe(1)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('    at ')
})

test.runIf(process.platform === 'linux')('--desktop without a display says so and fails', () => {
  const { status, stderr } = start(['--desktop'])
  expect(status).toBe(1)
  expect(stderr).toBe(
    'The desktop app cannot be opened: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).\n',
  )
})

test("--desktop without Electron's runtime says where it was looked for", () => {
  const { status, stderr } = start(['--desktop'], { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '/no/such/folder' })
  expect(status).toBe(1)
  expect(stderr).toContain('ELECTRON_OVERRIDE_DIST_PATH is /no/such/folder')
})
