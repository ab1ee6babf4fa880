import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as rules from './support/architecture/rules.ts'
import { parseSource, readSourceTree } from './support/architecture/source-file.ts'

const ROOT = join(import.meta.dirname, '..')

// A check that has read nothing passes everything: these are well below what stands there, and well above nothing.
const FEWEST_FILES = { broker: 300, 'src-main': 95, 'src-renderer': 130 }

const trees = await Promise.all(Object.keys(FEWEST_FILES).map((folder) => readSourceTree(ROOT, folder)))
const files = trees.flat()

describe('the house as it stands', () => {
  test.each(Object.entries(FEWEST_FILES))('was read: %s has at least %d files', (folder, fewest) => {
    const read = files.filter((file) => file.path.startsWith(`${folder}/`))
    expect(read.length).toBeGreaterThanOrEqual(fewest)
  })

  test('was read: it holds functions and imports', () => {
    expect(files.flatMap((file) => file.functions).length).toBeGreaterThan(files.length)
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(files.length)
  })

  test.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(rule(files)).toEqual([])
  })

  test('imports only files that exist', () => {
    const missing = files
      .flatMap((file) => file.imports)
      .filter(({ target }) => target !== undefined && !existsSync(join(ROOT, target)))
    expect(missing).toEqual([])
  })
})

/** One file, as the rules see it. */
const source = (path: string, text: string) => parseSource(path, text)
/** What a rule says about one file. */
const about = (rule: rules.Rule, path: string, text = '') => rule([source(path, text)])
const lines = (count: number) => 'void 0\n'.repeat(count)
const functionOf = (count: number) => `function long() {\n${lines(count - 2)}}\n`

describe('each rule finds what it is there for', () => {
  const { followsImportTable, keepsPackagesInTheirPlace } = rules

  test.each([
    ['a layer above', 'broker/log/segment.ts', `import { x } from '../metadata/image.ts'`],
    ['a type of a layer above', 'broker/log/segment.ts', `import type { X } from '../metadata/image.ts'`],
    ['a re-export of a layer above', 'broker/bytes/reader.ts', `export { x } from '../records/batch.ts'`],
    ['all of a layer above', 'broker/bytes/reader.ts', `export * from '../records/batch.ts'`],
    ['a dynamic import', 'broker/groups/group.ts', `const x = await import('../log/segment.ts')`],
    ['a type written in place', 'broker/groups/group.ts', `type X = import('../log/segment.ts').Segment`],
    ['a worker', 'src-renderer/formatting/bytes.ts', `new Worker(new URL('../api/worker.ts', import.meta.url))`],
    ['another feature', 'src-renderer/features/topics/list.tsx', `import { x } from '../groups/group.tsx'`],
    ['the back end from the front end', 'src-renderer/api/client.ts', `import '../../src-main/kafka/session.ts'`],
    ['the broker from the contract', 'src-main/api/topics.ts', `import '../../broker/records/batch.ts'`],
    ['the console from the broker', 'broker/main.ts', `import '../src-main/settings/store.ts'`],
    ['a file outside of the three programs', 'broker/log/segment.ts', `import '../../scripts/start.ts'`],
  ])('followsImportTable: %s', (_what, path, text) => {
    expect(about(followsImportTable, path, text)).toHaveLength(1)
  })

  test('followsImportTable: a module that nobody entered in the table', () => {
    expect(about(followsImportTable, 'broker/replication/fetcher.ts')).toHaveLength(1)
    expect(about(followsImportTable, 'src-main/stray.ts')).toHaveLength(1)
  })

  test.each([
    ['within a module', 'broker/log/segment.ts', `import { x } from './index-file.ts'`],
    ['down the table', 'broker/log/segment.ts', `import { x } from '../records/batch.ts'`],
    ['a feature by the shell', 'src-renderer/app/routes.tsx', `import { x } from '../features/topics/list.tsx'`],
    ['everything by an entry file', 'broker/main.ts', `import { x } from './server/listener.ts'`],
    ['a package', 'broker/log/segment.ts', `import { x } from 'pino'`],
  ])('followsImportTable lets through: %s', (_what, path, text) => {
    expect(about(followsImportTable, path, text)).toEqual([])
  })

  test.each([
    ['src-main/kafka/session.ts', 'electron', false],
    ['src-main/web.ts', 'electron', false],
    ['src-main/windows/window.ts', 'electron', true],
    ['src-main/main.ts', 'electron', true],
    ['broker/log/segment.ts', 'node:fs', false],
    ['broker/log/segment.ts', 'node:fs/promises', false],
    ['broker/main.ts', 'fs', false],
    ['broker/environment/disk.ts', 'node:fs/promises', true],
    ['src-main/settings/store.ts', 'node:fs/promises', true],
    ['src-main/api/topics.ts', 'node:buffer', false],
    ['src-renderer/app/shell.tsx', 'node:path', false],
    ['src-renderer/features/topics/list.tsx', '@mantine/core', false],
    ['src-renderer/components/button.tsx', '@mantine/core', true],
    ['src-renderer/app/theme.ts', '@mantine/core/styles.css', true],
    ['src-renderer/features/topics/list.tsx', '@orpc/client', false],
    ['src-main/kafka/session.ts', '@orpc/server', false],
    ['src-main/transport/socket.ts', '@orpc/server/ws', true],
  ])('keepsPackagesInTheirPlace: %s and %s', (path, specifier, allowed) => {
    expect(about(keepsPackagesInTheirPlace, path, `import x from '${specifier}'`)).toHaveLength(allowed ? 0 : 1)
  })

  test('importsAreResolvable: a missing extension, a missing file, a computed name', () => {
    const known = source('broker/log/index-file.ts', '')
    const importing = (text: string) => rules.importsAreResolvable([known, source('broker/log/segment.ts', text)])
    expect(importing(`import './index-file.ts'`)).toEqual([])
    expect(importing(`import './index-file'`)).toHaveLength(1)
    expect(importing(`import './nowhere.ts'`)).toHaveLength(1)
    expect(importing('const name = `x`; await import(name)')).toHaveLength(1)
  })

  test('takesTimeFromEnvironment: the clock, a timer and chance', () => {
    const { takesTimeFromEnvironment } = rules
    expect(about(takesTimeFromEnvironment, 'broker/log/segment.ts', 'const now = Date.now()')).toHaveLength(1)
    expect(about(takesTimeFromEnvironment, 'broker/log/segment.ts', 'const now = new Date()')).toHaveLength(1)
    expect(about(takesTimeFromEnvironment, 'broker/log/segment.ts', 'const at = new Date(5)')).toEqual([])
    expect(about(takesTimeFromEnvironment, 'broker/groups/group.ts', 'setTimeout(() => {}, 5)')).toHaveLength(1)
    expect(about(takesTimeFromEnvironment, 'broker/groups/group.ts', 'const id = Math.random()')).toHaveLength(1)
    expect(about(takesTimeFromEnvironment, 'broker/environment/clock.ts', 'const now = Date.now()')).toEqual([])
  })

  test('filesAreShort: one file over the limit, and too many long ones', () => {
    expect(about(rules.filesAreShort, 'broker/log/segment.ts', lines(401))).not.toEqual([])
    const short = Array.from({ length: 9 }, (_, at) => source(`broker/log/short-${at}.ts`, lines(20)))
    const long = source('broker/log/long.ts', lines(300))
    expect(rules.filesAreShort([...short, long])).toEqual([])
    expect(rules.filesAreShort([...short.slice(1), long])).toHaveLength(1)
  })

  test('functionsAreShort: one function over the limit, and too many long ones', () => {
    const path = 'broker/log/segment.ts'
    expect(about(rules.functionsAreShort, path, functionOf(71))[0]).toContain('has 71 lines')
    expect(about(rules.functionsAreShort, path, functionOf(10).repeat(9) + functionOf(70))).toEqual([])
    expect(about(rules.functionsAreShort, path, functionOf(10).repeat(8) + functionOf(70))).toHaveLength(1)
    expect(about(rules.functionsAreShort, path, 'f(() => 1)\n'.repeat(20) + functionOf(36))).toHaveLength(1)
    expect(about(rules.functionsAreShort, path, `class A { b = () => {\n${lines(70)}} }`)[0]).toContain(' b has 72')
  })

  test('parametersAreFew: a fourth parameter, wherever the function stands', () => {
    const path = 'broker/log/segment.ts'
    expect(about(rules.parametersAreFew, path, 'function f(a: 1, b: 2, c: 3) {}')).toEqual([])
    expect(about(rules.parametersAreFew, path, 'function f(this: X, a: 1, b: 2, c: 3) {}')).toEqual([])
    expect(about(rules.parametersAreFew, path, 'function f(a: 1, b: 2, c: 3, d = 4) {}')).toHaveLength(1)
    expect(about(rules.parametersAreFew, path, 'const f = (a: 1, b: 2, c: 3, ...d: 4[]) => 1')).toHaveLength(1)
    expect(about(rules.parametersAreFew, path, 'class A { b(a: 1, b: 2, c: 3, d: 4) {} }')).toHaveLength(1)
  })

  test.each([
    'broker/log/logSegment.ts',
    'broker/log/log_segment.ts',
    'src-renderer/components/Button.tsx',
    'broker/utils/bytes.ts',
    'src-main/kafka/helpers/retry.ts',
    'src-renderer/features/localCluster/card.tsx',
  ])('namesAreSound: %s', (path) => {
    expect(about(rules.namesAreSound, path)).toHaveLength(1)
  })

  test('hasNoBarrels: by name and by content', () => {
    expect(about(rules.hasNoBarrels, 'broker/log/index.ts', 'export const x = 1')).toHaveLength(1)
    expect(
      about(rules.hasNoBarrels, 'broker/log/all.ts', `export * from './a.ts'\nexport { b } from './b.ts'`),
    ).toHaveLength(1)
    expect(
      about(rules.hasNoBarrels, 'broker/log/segment.ts', `export { b } from './b.ts'\nexport const x = 1`),
    ).toEqual([])
  })

  test('a file that does not parse is not passed over', () => {
    expect(() => source('broker/log/segment.ts', 'const = 1')).toThrow('broker/log/segment.ts does not parse')
  })
})
