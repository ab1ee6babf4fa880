import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { chromium, expect, test } from '@playwright/test'
import { findDesktopRuntime, sandboxFlags } from '../../scripts/desktop-runtime.ts'
import { makeDeb } from '../../scripts/make-deb.ts'
import { freePort } from '../support/free-port.ts'
import { startProgram } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createTopic, fillAndProduce, openTab, startLocalCluster } from './console/acts.ts'

const ROOT = join(import.meta.dirname, '../..')
const MENU_ENTRY = '/usr/share/applications/brokkr.desktop'
const run = promisify(execFile)

/** Why the package cannot be tried here; undefined where it can. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-deb')) return 'this is no Debian'
  if (process.getuid?.() !== 0) return 'only root may install packages'
  return existsSync('/opt/Brokkr') ? 'Brokkr is installed on this machine already' : undefined
}

/** The app as electron-builder packs it, around the runtime of the other desktop tests. */
async function buildUnpacked(folder: string): Promise<string> {
  const runtime = await findDesktopRuntime()
  if (runtime.executable === undefined) throw new Error(runtime.reason)
  const electron = [`-c.electronDist=${dirname(runtime.executable)}`, `-c.electronVersion=${runtime.version}`]
  const args = ['--linux', 'dir', '--publish', 'never', `-c.directories.output=${folder}`, ...electron]
  await run(join(ROOT, 'node_modules/.bin/electron-builder'), args, { cwd: ROOT, maxBuffer: 1 << 26 })
  return join(folder, 'linux-unpacked')
}

test('a package is installed, started from its menu entry, does the main job, and leaves only the data', async () => {
  const reason = obstacle()
  test.skip(reason !== undefined, reason)
  test.setTimeout(300_000)
  await using folder = await temporaryFolder()
  const unpacked = await buildUnpacked(folder.join('dist'))

  await test.step('the executable is hardened', async () => {
    const reader = join(ROOT, 'node_modules/.bin/electron-fuses')
    const fuses = stripVTControlCharacters((await run(reader, ['read', '--app', join(unpacked, 'brokkr')])).stdout)
    for (const disabled of [
      'RunAsNode',
      'EnableNodeOptionsEnvironmentVariable',
      'EnableNodeCliInspectArguments',
      'GrantFileProtocolExtraPrivileges',
    ]) {
      expect(fuses).toContain(`${disabled} is Disabled`)
    }
    for (const enabled of ['OnlyLoadAppFromAsar', 'EnableEmbeddedAsarIntegrityValidation', 'EnableCookieEncryption']) {
      expect(fuses).toContain(`${enabled} is Enabled`)
    }
  })

  const deb = folder.join('brokkr.deb')
  await makeDeb({ unpacked, output: deb, level: 1 })
  await run('apt-get', ['install', '--yes', '--no-install-recommends', deb], { env: aptEnvironment() })
  const home = folder.join('home')
  try {
    await mainJob(home)
  } finally {
    await run('apt-get', ['remove', '--yes', 'brokkr'], { env: aptEnvironment() })
  }

  expect([MENU_ENTRY, '/opt/Brokkr', '/usr/bin/brokkr'].filter((path) => existsSync(path))).toEqual([])
  // What stays is the user's: the settings, and the local cluster with the message.
  expect(await readdir(join(home, '.config/Brokkr'))).toContain('local-cluster')
})

/** Starts what the menu starts, and makes a cluster, a topic and a message with it. */
async function mainJob(home: string): Promise<void> {
  const port = await freePort()
  const settings = join(home, '.config/Brokkr')
  await run('mkdir', ['-p', settings])
  await writeFile(join(settings, 'settings.json'), JSON.stringify({ localClusterPort: await freePort() }))
  const [, command = ''] = /^Exec=(\S+) %U$/m.exec(await readFile(MENU_ENTRY, 'utf8')) ?? []
  const env = { HOME: home, XDG_CONFIG_HOME: undefined, ELECTRON_OVERRIDE_DIST_PATH: undefined }
  await using app = await startProgram(command, [...sandboxFlags(), `--remote-debugging-port=${port}`], { env })
  await app.waitForLine(/^DevTools listening on /)
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const context = browser.contexts()[0]
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (page === undefined) throw new Error('The app has opened no window.')
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await fillAndProduce(page, { key: 'oslo', value: '{"order":1}' })
  await expect(page.getByRole('dialog').getByText('Written to partition 0 at offset 0')).toBeVisible()
  await page.keyboard.press('Escape')
  await openTab(page, 'Messages')
  await expect(page.getByRole('grid', { name: 'Messages' }).getByText('oslo')).toBeVisible()
  await browser.close()
  expect((await app.stop('SIGTERM')).signal).not.toBe('SIGKILL')
}

function aptEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
}
