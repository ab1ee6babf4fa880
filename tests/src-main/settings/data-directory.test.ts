import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { dataDirectory, DataDirectoryError, makeDataDirectory } from '../../../src-main/settings/data-directory.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const linux = { platform: 'linux', environment: {} } as const

test('what the user asks for comes first, relative to where they are', () => {
  expect(dataDirectory({ ...linux, asked: 'here', userData: '/elsewhere' })).toBe(resolve('here'))
})

test("the desktop app keeps its data where Electron's applications do", () => {
  expect(dataDirectory({ ...linux, asked: undefined, userData: '/home/a/.config/Brokkr' })).toBe(
    '/home/a/.config/Brokkr',
  )
})

test('on Linux the XDG specification holds, also where it says that a relative path is to be ignored', () => {
  const inHome = join(homedir(), '.local/share/brokkr')
  expect(dataDirectory({ ...linux, asked: undefined })).toBe(inHome)
  const at = (XDG_DATA_HOME: string) => dataDirectory({ ...linux, asked: undefined, environment: { XDG_DATA_HOME } })
  expect(at('/data')).toBe('/data/brokkr')
  expect(at('data')).toBe(inHome)
})

test('it is made with its parents; where it cannot be, that is said', async () => {
  await using folder = await temporaryFolder()
  makeDataDirectory(folder.join('a/b'))
  makeDataDirectory(folder.join('a/b'))
  await writeFile(folder.join('file'), '')
  expect(() => makeDataDirectory(folder.join('file/data'))).toThrow(DataDirectoryError)
  expect(() => makeDataDirectory(folder.join('file/data'))).toThrow('Choose another with --data')
})
