import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const path = join(import.meta.dirname, '../package-lock.json')
const { packages } = JSON.parse(await readFile(path, 'utf8')) as { packages: Record<string, LockedPackage> }

/** Where Node would look for a package, from its importer's folder upwards. */
function places(importer: string, name: string): string[] {
  const folders = importer.split('/node_modules/')
  return folders.map((_, depth) => `${[...folders.slice(0, depth + 1), ''].join('/node_modules/')}${name}`)
}

// npm leaves the native packages of other platforms out of the lock file when its registry has no copy of them, and
// then refuses `npm ci` on every platform.
test('the lock file holds the native packages of every platform', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(300)
  const missing = Object.entries(packages).flatMap(([importer, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) =>
      [...places(importer, name), `node_modules/${name}`].every((place) => packages[place] === undefined),
    ),
  )
  expect(missing).toEqual([])
})

test('every locked package has an exact version', () => {
  const loose = Object.entries(packages).filter(([, { version }]) => !/^\d+\.\d+\.\d+/.test(version ?? ''))
  expect(loose).toEqual([])
})
