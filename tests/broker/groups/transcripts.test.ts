import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { playTranscript } from '../../support/groups/group-transcript.ts'

/*
 * Each file tells a story of one group, command by command, with all that the group answered and wrote. When behaviour
 * changes on purpose, `npx vitest run tests/broker/groups/transcripts.test.ts --update` writes them anew, to be read.
 */
const folder = new URL('./transcripts/', import.meta.url)
const files = (await readdir(folder)).filter((name) => name.endsWith('.txt'))

test('there are transcripts', () => {
  expect(files.length).toBeGreaterThan(10)
})

test.each(files)('%s', async (file) => {
  const path = new URL(file, folder)
  const told = await readFile(path, 'utf8')
  await expect(await playTranscript(told)).toMatchFileSnapshot(path.pathname)
})
