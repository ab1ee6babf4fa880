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

describe('a journal that has grown to its limit', () => {
  /** A change of some 600 bytes. */
  const change = async (journal: ChangeJournal, number: number): Promise<void> =>
    journal.end(await journal.begin({ ...intent, subject: `topic-${number}`, details: 'x'.repeat(200) }), done)
  const numbersIn = async (journal: ChangeJournal): Promise<number[]> =>
    (await journal.read()).entries.map(({ subject }) => Number(subject.slice('topic-'.length)))

  test('lets the oldest changes go, keeps the newest in order, and says how many are gone', async () => {
    await using folder = await temporaryFolder()
    const limitBytes = 4000
    await using journal = new ChangeJournal(folder.path, limitBytes)
    const count = 60
    for (let number = 0; number < count; number++) await change(journal, number)
    const { dropped, unreadableLineCount } = await journal.read()
    const kept = await numbersIn(journal)
    expect(unreadableLineCount).toBe(0)
    expect(kept).toEqual(Array.from(kept, (_, index) => count - kept.length + index))
    expect(kept.length).toBeGreaterThan(5)
    expect(dropped?.count).toBe(count - kept.length)
    expect(dropped?.until).toBeLessThanOrEqual((await journal.read()).entries[0]?.beganAt ?? 0)
    const sizes = await Promise.all(['journal.jsonl', 'journal-older.jsonl'].map((name) => sizeOf(folder.join(name))))
    for (const size of sizes) expect(size).toBeLessThan(limitBytes + 2000)
    await using later = new ChangeJournal(folder.path, limitBytes)
    expect(await numbersIn(later)).toEqual(kept)
  })

  test('keeps the outcome of a change that began before a file was put aside', async () => {
    await using folder = await temporaryFolder()
    await using journal = new ChangeJournal(folder.path, 4000)
    const id = await journal.begin({ ...intent, subject: 'topic-1000' })
    for (let number = 0; number < 8; number++) await change(journal, number)
    await journal.end(id, done)
    const { entries, dropped } = await journal.read()
    expect(dropped).toBeNull()
    expect(entries.find(({ subject }) => subject === 'topic-1000')?.outcome).toBe('done')
  })
})

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
