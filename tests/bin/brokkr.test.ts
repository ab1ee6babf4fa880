import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The command as it would stand in an installed package, with a stand-in for the broker that prints what it is given. */
async function install(folder: TemporaryFolder, options: { readonly built: boolean }) {
  await cp(join(ROOT, 'bin'), folder.join('bin'), { recursive: true })
  await cp(join(ROOT, 'package.json'), folder.join('package.json'))
  if (options.built) {
    await mkdir(folder.join('out/broker'), { recursive: true })
    await writeFile(folder.join('out/broker/main.js'), 'console.log(JSON.stringify(process.argv.slice(1)))')
  }
  return (...args: string[]) => {
    const result = spawnSync(process.execPath, [folder.join('bin/brokkr.js'), ...args], { encoding: 'utf8' })
    return { status: result.status, stdout: result.stdout, stderr: result.stderr }
  }
}

test('--help and no argument at all explain the commands', async () => {
  await using folder = await temporaryFolder()
  const brokkr = await install(folder, { built: true })
  const help = brokkr('--help')
  expect(help.status).toBe(0)
  expect(help.stdout).toContain('brokkr broker start --data DIR')
  expect(help.stdout).toContain('brokkr console')
  expect(brokkr()).toEqual(help)
})

test('--version is the one of package.json', async () => {
  await using folder = await temporaryFolder()
  const brokkr = await install(folder, { built: true })
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  expect(brokkr('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})

test('the broker runs in the same process and sees its own arguments', async () => {
  await using folder = await temporaryFolder()
  const brokkr = await install(folder, { built: true })
  const { status, stdout } = brokkr('broker', 'start', '--data', 'a folder')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual([folder.join('out/broker/main.js'), 'start', '--data', 'a folder'])
})

test.each(['brokre', 'constructor', '--what'])('%s is refused with one clear sentence', async (command) => {
  await using folder = await temporaryFolder()
  const brokkr = await install(folder, { built: true })
  expect(brokkr(command)).toEqual({
    status: 2,
    stdout: '',
    stderr: `brokkr: there is no command '${command}'. Run 'brokkr --help' for the commands.\n`,
  })
})

test('without a build it says what to run', async () => {
  await using folder = await temporaryFolder()
  const brokkr = await install(folder, { built: false })
  const { status, stderr } = brokkr('broker', 'start')
  expect(status).toBe(2)
  expect(stderr).toContain("Run 'npm run build'")
})
