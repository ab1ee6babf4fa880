import { appendFile, readFile, stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ChangeJournal, type Intent } from '../../../src-main/journal/change-journal.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const intent: Intent = {
  user: 'ada',
  principal: 'User:admin',
  clusterId: 'local',
  clusterName: 'Local cluster',
  action: 'topics.delete',
  subject: 'orders',
  details: null,
  before: { partitions: [[1]] },
}
const done = { outcome: 'done', after: null, problem: null } as const

describe('the journal of changes', () => {
  test('has who, what, before and after, and only its user can read it', async () => {
    await using folder = await temporaryFolder()
    await using journal = new ChangeJournal(folder.path)
    await journal.end(await journal.begin(intent), { ...done, after: { partitions: [] } })
    const { entries, unreadableLineCount } = await journal.read()
    expect(unreadableLineCount).toBe(0)
    expect(entries).toMatchObject([{ ...intent, outcome: 'done', after: { partitions: [] }, problem: null }])
    expect((await stat(journal.path)).mode & 0o077).toBe(0)
  })

  test('a change that was begun and never ended is kept, and its outcome is unknown', async () => {
    await using folder = await temporaryFolder()
    await using journal = new ChangeJournal(folder.path)
    await journal.begin(intent)
    await using later = new ChangeJournal(folder.path)
    expect((await later.read()).entries).toMatchObject([{ subject: 'orders', outcome: 'unknown', endedAt: null }])
  })

  test('a line that a crash has cut is told, and the next one is whole', async () => {
    await using folder = await temporaryFolder()
    const crashed = new ChangeJournal(folder.path)
    await crashed.end(await crashed.begin(intent), done)
    await appendFile(crashed.path, '{"line":"intent","id":"torn')
    await using journal = new ChangeJournal(folder.path)
    await journal.end(await journal.begin({ ...intent, subject: 'payments' }), done)
    const { entries, unreadableLineCount } = await journal.read()
    expect(entries.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['orders', 'done'],
      ['payments', 'done'],
    ])
    expect(unreadableLineCount).toBe(1)
    await crashed[Symbol.asyncDispose]()
  })

  test('nothing that was written is ever changed', async () => {
    await using folder = await temporaryFolder()
    await using journal = new ChangeJournal(folder.path)
    const ids = [await journal.begin(intent), await journal.begin(intent)]
    const before = await readFile(journal.path, 'utf8')
    await Promise.all(ids.map((id) => journal.end(id, done)))
    expect((await readFile(journal.path, 'utf8')).startsWith(before)).toBe(true)
    expect((await journal.read()).entries).toHaveLength(2)
  })

  test('what cannot be written down is refused', async () => {
    await using folder = await temporaryFolder()
    await using journal = new ChangeJournal(folder.join('not-there'))
    await expect(journal.begin(intent)).rejects.toThrow('ENOENT')
  })
})
