import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { playConsumerTranscript } from '../../../support/groups/consumer-group-transcript.ts'

/*
 * As in ../transcripts.test.ts, for groups of KIP-848: stories of one group, written anew with `--update` when behaviour
 * changes on purpose, to be read.
 */
const folder = new URL('./transcripts/', import.meta.url)
const files = (await readdir(folder)).filter((name) => name.endsWith('.txt'))

test('there are transcripts', () => {
  expect(files.length).toBeGreaterThan(5)
})

test.each(files)('%s', async (file) => {
  const path = new URL(file, folder)
  const told = await readFile(path, 'utf8')
  await expect(playConsumerTranscript(told)).toMatchFileSnapshot(path.pathname)
})
