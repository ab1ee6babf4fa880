import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SavedClusters } from '../../../src-main/connections/saved-clusters.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const silent = (message: string) => {
  throw new Error(`Nothing should be reported: ${message}`)
}

test('a saved cluster is there after a restart, until it is removed', async () => {
  await using folder = await temporaryFolder()
  const saved = await new SavedClusters(folder.path, silent).add({
    name: 'Staging',
    bootstrapServers: 'a:9092, b:9093',
  })
  expect(saved).toMatchObject({
    name: 'Staging',
    bootstrapServers: 'a:9092,b:9093',
    security: { protocol: 'plaintext' },
  })
  const again = new SavedClusters(folder.path, silent)
  expect(again.find(saved.id)).toEqual(saved)
  expect(await again.remove(saved.id)).toBe(true)
  expect(await again.remove(saved.id)).toBe(false)
  expect(new SavedClusters(folder.path, silent).list()).toEqual([])
})

test('a cluster without a name is called after its first address', async () => {
  await using folder = await temporaryFolder()
  const { name } = await new SavedClusters(folder.path, silent).add({ name: ' ', bootstrapServers: 'a:9092,b:9092' })
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
  const first = await clusters.add({ name: 'Staging', bootstrapServers: 'a:9092' })
  expect(await clusters.add({ name: '', bootstrapServers: ' a:9092' })).toEqual(first)
  expect(await clusters.add({ name: 'Test', bootstrapServers: 'a:9092' })).toEqual({ ...first, name: 'Test' })
  expect(clusters.list()).toHaveLength(1)
})
