import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { OffsetsChanged } from '../../../src-main/api/group-resets.ts'
import { commitOffsets, fetchCommittedOffsets } from '../../../src-main/kafka/group-offsets.ts'
import { createTopic, local, produce, startCluster } from '../../support/console-acts.ts'
import { refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { startConsole, type TestConsole } from '../../support/start-console.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const billing = { ...local, groupId: 'billing' }

/** 5 messages in each of 3 partitions; the group is at 4 with metadata in the first, at 0 in the second, nowhere in the third. */
async function startWithGroup(console: TestConsole) {
  await startCluster(console)
  await createTopic(console.calls, 'orders', 3)
  for (const partition of [0, 1, 2]) {
    for (let count = 0; count < 5; count++) await produce(console.calls, 'orders', { partition })
  }
  const cluster = console.backEnd.services.clusters.get('local')
  await commitOffsets(cluster, 'billing', [
    { topic: 'orders', partition: 0, offset: 4n, leaderEpoch: 0, metadata: 'mine' },
    { topic: 'orders', partition: 1, offset: 0n },
  ])
  return async () => (await fetchCommittedOffsets(cluster, 'billing')).toSorted((a, b) => a.partition - b.partition)
}

async function resetTo(calls: ConsoleCalls, strategy: Parameters<ConsoleCalls['groups']['applyReset']>[0]['strategy']) {
  const scope = [{ topic: 'orders', partitions: null }]
  const { rows, badLines } = await calls.groups.previewReset({ ...billing, scope, strategy })
  expect(badLines).toEqual([])
  const offsets = rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset }))
  return calls.groups.applyReset({ ...billing, strategy, offsets })
}

const changed = (count: number): Partial<OffsetsChanged> => ({ changedPartitionCount: count, refused: [] })

test(
  'undo restores exactly what was, "no offset" and metadata included, also after a restart',
  { timeout: 120_000 },
  async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('data')
    let snapshotId = ''
    let before: unknown
    {
      await using console = await startConsole({ data })
      const { calls } = console
      const committed = await startWithGroup(console)
      before = await committed()
      expect(before).toMatchObject([{ offset: 4n, metadata: 'mine' }, { offset: 0n }])
      const reset = await resetTo(calls, { to: 'latest' })
      expect(reset).toMatchObject(changed(3))
      snapshotId = reset.snapshotId ?? ''
      expect((await committed()).map(({ offset }) => offset)).toEqual([5n, 5n, 5n])
      await calls.groups.undoReset({ ...billing, snapshotId })
      expect(await committed()).toEqual(before)
      expect((await calls.groups.describe(billing)).partitions.map(({ committedOffset }) => committedOffset)).toEqual([
        4n,
        0n,
        null,
      ])
      // An undo can be undone as well.
      const [ofUndo] = await calls.groups.snapshots(billing)
      expect(ofUndo).toMatchObject({ kind: 'before-undo', partitionCount: 3, isOfAnotherCluster: false })
      await calls.groups.undoReset({ ...billing, snapshotId: ofUndo?.id ?? '' })
      expect((await committed()).map(({ offset }) => offset)).toEqual([5n, 5n, 5n])
    }
    await using console = await startConsole({ data })
    const { calls } = console
    await startCluster(console)
    expect((await calls.groups.snapshots(billing)).map(({ kind, why }) => [kind, why.act])).toEqual([
      ['before-undo', 'undo'],
      ['before-undo', 'undo'],
      ['before-reset', 'latest'],
    ])
    await calls.groups.undoReset({ ...billing, snapshotId })
    const cluster = console.backEnd.services.clusters.get('local')
    expect(await fetchCommittedOffsets(cluster, 'billing')).toEqual(before)
  },
)

test(
  'a snapshot saved by hand, another group, a file; deletions and what brings them back',
  { timeout: 120_000 },
  async () => {
    await using console = await startConsole()
    const { calls } = console
    const committed = await startWithGroup(console)
    const before = await committed()
    const saved = await calls.groups.saveSnapshot({ ...billing, name: 'before the release' })
    expect(await calls.groups.offsetsAsCsv({ ...billing, snapshotId: saved.id })).toEqual({
      fileName: 'billing-offsets.csv',
      csv: 'orders,0,4\norders,1,0\n',
    })

    expect(await resetTo(calls, { to: 'csv', csv: 'orders,0,1\norders,1,99\norders,2,2\n' })).toMatchObject(changed(3))
    expect((await committed()).map(({ offset }) => offset)).toEqual([1n, 5n, 2n])
    expect(await resetTo(calls, { to: 'snapshot', snapshotId: saved.id })).toMatchObject(changed(3))
    expect(await committed()).toEqual(before)

    await commitOffsets(console.backEnd.services.clusters.get('local'), 'audit', [
      { topic: 'orders', partition: 2, offset: 3n },
    ])
    const scope = [{ topic: 'orders', partitions: null }]
    const fromAudit = { ...billing, scope, strategy: { to: 'group', groupId: 'audit' } as const }
    expect(await calls.groups.previewReset(fromAudit)).toMatchObject({
      rows: [{ partition: 2, currentOffset: null, newOffset: 3n, skippedCount: 3n }],
      leftAlone: [{ partition: 0, why: 'audit has no offset here.' }, { partition: 1 }],
    })
    const ofNobody = { ...fromAudit, strategy: { to: 'group', groupId: 'nobody' } as const }
    expect((await refusalOf(calls.groups.previewReset(ofNobody))).code).toBe('NOT_FOUND')

    const bad = {
      ...billing,
      scope: [],
      strategy: { to: 'csv', csv: 'orders,7,1\nnowhere,0,1\norders,0,-1\n' } as const,
    }
    expect((await calls.groups.previewReset(bad)).badLines).toEqual([
      { line: 1, why: 'Topic orders has no partition 7.' },
      { line: 2, why: 'There is no topic nowhere.' },
      { line: 3, why: expect.stringContaining('-1') },
    ])

    const one = [{ topic: 'orders', partitions: [1] }]
    const deletion = await calls.groups.deleteOffsets({ ...billing, scope: one })
    expect((await committed()).map(({ partition }) => partition)).toEqual([0])
    expect((await refusalOf(calls.groups.deleteOffsets({ ...billing, scope: one }))).code).toBe('NOT_FOUND')
    await calls.groups.undoReset({ ...billing, snapshotId: deletion.snapshotId ?? '' })
    expect(await committed()).toEqual(before)

    const { snapshotId } = await calls.groups.delete(billing)
    expect((await calls.groups.list(local)).groups.map(({ groupId }) => groupId)).toEqual(['audit'])
    expect(await calls.groups.deletedGroups(local)).toMatchObject([{ id: snapshotId, groupId: 'billing' }])
    await calls.groups.undoReset({ ...billing, snapshotId: snapshotId ?? '' })
    expect(await calls.groups.deletedGroups(local)).toEqual([])
    expect(await committed()).toEqual(before)

    await calls.groups.removeSnapshot({ ...local, snapshotId: saved.id })
    expect((await refusalOf(calls.groups.undoReset({ ...billing, snapshotId: saved.id }))).code).toBe('NOT_FOUND')
    expect((await refusalOf(calls.groups.undoReset({ ...billing, snapshotId: '../../settings' }))).code).toBe(
      'NOT_FOUND',
    )
    const places = join(console.dataDirectory, 'offset-snapshots')
    const [place = ''] = await readdir(places)
    const [name = ''] = await readdir(join(places, place))
    const count = (await calls.groups.snapshots(billing)).length
    await writeFile(join(places, place, name), '{"version":1,"offs')
    expect(await calls.groups.snapshots(billing)).toHaveLength(count - 1)
    expect(console.reports).toEqual([expect.stringContaining('cannot be understood and is left out')])
  },
)
