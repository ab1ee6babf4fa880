import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../src-main/api/settings.ts'
import { SettingsStore } from '../../../src-main/settings/settings-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const silent = (message: string) => {
  throw new Error(`Nothing should be reported: ${message}`)
}

test('a new user has the defaults, and no file until something is changed', async () => {
  await using folder = await temporaryFolder()
  expect(new SettingsStore(folder.path, silent).get()).toEqual(defaultSettings)
  expect(await readdir(folder.path)).toEqual([])
})

test('what is changed is there after a restart, and the rest is as it was', async () => {
  await using folder = await temporaryFolder()
  await new SettingsStore(folder.path, silent).change({ theme: 'dark' })
  expect(new SettingsStore(folder.path, silent).get()).toEqual({ ...defaultSettings, theme: 'dark' })
})

test('changes made at the same time are all kept', async () => {
  await using folder = await temporaryFolder()
  const store = new SettingsStore(folder.path, silent)
  await Promise.all([
    store.change({ theme: 'dark' }),
    store.change({ timestamps: 'utc' }),
    store.change({ theme: 'light' }),
  ])
  const kept = new SettingsStore(folder.path, silent).get()
  expect(kept).toEqual({ ...defaultSettings, theme: 'light', timestamps: 'utc' })
  expect(await readdir(folder.path)).toEqual(['settings.json'])
})

test('a file of an older version is filled up with defaults; what a newer one had more is left out', async () => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('settings.json'), '{"theme":"light","sparkles":true}')
  expect(new SettingsStore(folder.path, silent).get()).toEqual({ ...defaultSettings, theme: 'light' })
})

test.each([
  ['not JSON', '{"theme":'],
  ['a value that does not exist', '{"theme":"pink"}'],
  ['a port out of range', '{"localClusterPort":70000}'],
  ['no object', '[]'],
])('%s: the file is kept aside, the user is told, the defaults hold', async (_what, text) => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('settings.json'), text)
  const told: string[] = []
  expect(new SettingsStore(folder.path, (message) => told.push(message)).get()).toEqual(defaultSettings)
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('settings.json.broken')
  expect(existsSync(folder.join('settings.json'))).toBe(false)
  expect(await readFile(folder.join('settings.json.broken'), 'utf8')).toBe(text)
})

test('an invalid change changes nothing', async () => {
  await using folder = await temporaryFolder()
  const store = new SettingsStore(folder.path, silent)
  await expect(store.change({ localClusterPort: 80 })).rejects.toThrow()
  expect(store.get()).toEqual(defaultSettings)
})
