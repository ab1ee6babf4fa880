import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { noMarks, plaintext } from '../../../src-main/api/connections.ts'
import { SavedClusters } from '../../../src-main/connections/saved-clusters.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const plain = (name: string, bootstrapServers: string) => ({
  name,
  bootstrapServers,
  security: plaintext,
  marks: noMarks,
})

const silent = (message: string) => {
  throw new Error(`Nothing should be reported: ${message}`)
}

test('a saved cluster is there after a restart, until it is removed', async () => {
  await using folder = await temporaryFolder()
  const saved = await new SavedClusters(folder.path, silent).add(plain('Staging', 'a:9092, b:9093'))
  expect(saved).toMatchObject({
    name: 'Staging',
    bootstrapServers: 'a:9092,b:9093',
    security: plaintext,
    marks: noMarks,
  })
  const again = new SavedClusters(folder.path, silent)
  expect(again.find(saved.id)).toEqual(saved)
  expect(await again.remove(saved.id)).toBe(true)
  expect(await again.remove(saved.id)).toBe(false)
  expect(new SavedClusters(folder.path, silent).list()).toEqual([])
})

test('a cluster without a name is called after its first address', async () => {
  await using folder = await temporaryFolder()
  const { name } = await new SavedClusters(folder.path, silent).add(plain(' ', 'a:9092,b:9092'))
  expect(name).toBe('a:9092')
})

test('a file that cannot be understood is kept aside and told of', async () => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('clusters.json'), '{"version":9}')
  const told: string[] = []
  expect(new SavedClusters(folder.path, (message) => told.push(message)).list()).toEqual([])
  expect(told).toHaveLength(1)
  expect(await readFile(folder.join('clusters.json.broken'), 'utf8')).toBe('{"version":9}')
})

test('the same addresses are saved once, under the newest name', async () => {
  await using folder = await temporaryFolder()
  const clusters = new SavedClusters(folder.path, silent)
  const first = await clusters.add(plain('Staging', 'a:9092'))
  expect(await clusters.add(plain('', ' a:9092'))).toEqual(first)
  expect(await clusters.add(plain('Test', 'a:9092'))).toEqual({ ...first, name: 'Test' })
  expect(clusters.list()).toHaveLength(1)
})

test('the same addresses as another user are another cluster; a changed one stays in its place', async () => {
  await using folder = await temporaryFolder()
  const clusters = new SavedClusters(folder.path, silent)
  const login = { mechanism: 'PLAIN', username: 'alice' } as const
  const first = await clusters.add(plain('Open', 'a:9092'))
  const second = await clusters.add({ ...plain('Alice', 'a:9092'), security: { tls: null, login } })
  expect(second.id).not.toBe(first.id)
  await clusters.change(first.id, { ...plain('Renamed', 'b:9092'), marks: { ...noMarks, isReadOnly: true } })
  expect(new SavedClusters(folder.path, silent).list()).toEqual([
    { ...first, name: 'Renamed', bootstrapServers: 'b:9092', marks: { ...noMarks, isReadOnly: true } },
    second,
  ])
  expect(await clusters.change('nobody', plain('x', 'x:1'))).toBeUndefined()
})

test('the file of the first version is read on', async () => {
  await using folder = await temporaryFolder()
  const old = { id: 'abcd1234', name: 'Staging', bootstrapServers: 'a:9092', security: { protocol: 'plaintext' } }
  await writeFile(folder.join('clusters.json'), JSON.stringify({ version: 1, clusters: [old] }))
  const clusters = new SavedClusters(folder.path, silent)
  expect(clusters.list()).toEqual([{ id: 'abcd1234', ...plain('Staging', 'a:9092') }])
})
