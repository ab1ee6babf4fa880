import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { playTransactionTranscript } from '../../support/transactions/transaction-transcript.ts'

/*
 * Each file tells a story of transactions, command by command, with all that the coordinator answered and wrote. When
 * behaviour changes on purpose, `npx vitest run tests/broker/transactions/transcripts.test.ts --update` writes them anew,
 * to be read.
 */
const folder = new URL('./transcripts/', import.meta.url)
const files = (await readdir(folder)).filter((name) => name.endsWith('.txt'))

test('there are transcripts', () => {
  expect(files.length).toBeGreaterThan(8)
})

test.each(files)('%s', async (file) => {
  const path = new URL(file, folder)
  const told = await readFile(path, 'utf8')
  await expect(await playTransactionTranscript(told)).toMatchFileSnapshot(path.pathname)
})
