import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { decodeFile } from '../../../src-main/segments/decode-file.ts'
import { writtenPartition } from '../../support/segments/written-partition.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const all = { from: 0, count: 1000 }

/** What a file of that name and text says. */
async function decoded(fileName: string, text: string | Buffer) {
  await using folder = await temporaryFolder()
  await writeFile(folder.join(fileName), text)
  return decodeFile(folder.join(fileName), all)
}

describe('files of text', () => {
  test('leader epochs, with their ends', async () => {
    expect(await decoded('leader-epoch-checkpoint', '0\n2\n0 0\n3 117\n')).toMatchObject({
      entries: [
        { epoch: 0, startOffset: 0n, endOffset: 117n },
        { epoch: 3, startOffset: 117n, endOffset: null },
      ],
      problem: null,
    })
  })

  test('offset checkpoints', async () => {
    const text = '0\n2\norders 0 117\na.b_c-d 12 -1\n'
    for (const name of [
      'recovery-point-offset-checkpoint',
      'replication-offset-checkpoint',
      'cleaner-offset-checkpoint',
    ]) {
      expect(await decoded(name, text)).toMatchObject({
        type: 'checkpoint',
        entries: [
          { topic: 'orders', partition: 0, offset: 117n },
          { topic: 'a.b_c-d', partition: 12, offset: -1n },
        ],
      })
    }
    expect(await decoded('log-start-offset-checkpoint', '0\n3\norders 0 117\n')).toMatchObject({
      problem: expect.stringContaining('3 lines'),
    })
    expect(await decoded('log-start-offset-checkpoint', '7\n0\n')).toMatchObject({
      problem: expect.stringContaining('"7"'),
    })
  })

  test('identity, quorum state, clean stop', async () => {
    expect(await decoded('meta.properties', '#\n#Today\nnode.id=1\nversion=1\ncluster.id=abc\n')).toMatchObject({
      facts: [
        { name: 'node.id', value: '1' },
        { name: 'version', value: '1' },
        { name: 'cluster.id', value: 'abc' },
      ],
    })
    expect(await decoded('quorum-state', '{"leaderId":1,"leaderEpoch":2,"data_version":1}')).toMatchObject({
      facts: expect.arrayContaining([{ name: 'leaderEpoch', value: '2' }]),
    })
    expect(await decoded('quorum-state', '{"leader')).toMatchObject({ facts: [], problem: expect.any(String) })
    expect(await decoded('.kafka_cleanshutdown', '{"version":0,"brokerEpoch":12}')).toMatchObject({ type: 'facts' })
    expect(await decoded('partition.metadata', 'version: 0\ntopic_id: xBnNNBwbRFyp6XX5LFsikA')).toMatchObject({
      facts: expect.arrayContaining([{ name: 'topic_id', value: 'xBnNNBwbRFyp6XX5LFsikA' }]),
    })
  })

  test('what nobody knows is shown as bytes', async () => {
    expect(await decoded('noise.bin', Buffer.from([1, 2, 255]))).toEqual({ type: 'bytes', hex: '0102ff', sizeBytes: 3 })
    expect(await decoded('.lock', '')).toEqual({ type: 'empty' })
  })
})

describe('binary files', () => {
  test('what is known of producers, and who is in a transaction', async () => {
    await using folder = await temporaryFolder()
    const partition = await writtenPartition(folder)
    partition.append(['a', 'b'], { producerId: 7n, producerEpoch: 2, baseSequence: 10 })
    partition.append(['c'], { producerId: 9n, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    await partition.close()
    const snapshot = decodeFile(folder.join('orders-0/00000000000000000003.snapshot'), all)
    expect(snapshot).toMatchObject({
      total: 2,
      entries: [
        {
          producerId: 7n,
          producerEpoch: 2,
          firstSequence: 10,
          lastSequence: 11,
          lastOffset: 1n,
          transactionFirstOffset: null,
        },
        { producerId: 9n, transactionFirstOffset: 2n },
      ],
    })
    expect(await decoded('00000000000000000003.snapshot', Buffer.alloc(20))).toMatchObject({
      problem: expect.stringContaining('CRC'),
    })
  })

  test('an index in pages, and the room behind its entries', async () => {
    const index = Buffer.alloc(80)
    for (let entry = 0; entry < 5; entry++) {
      index.writeInt32BE(entry * 10 + 9, entry * 8)
      index.writeInt32BE(entry * 100 + 100, entry * 8 + 4)
    }
    await using folder = await temporaryFolder()
    const path = folder.join('00000000000000001000.index')
    await writeFile(path, index)
    expect(decodeFile(path, { from: 3, count: 9 })).toEqual({
      type: 'index',
      from: 3,
      total: 5,
      reservedBytes: 40,
      entries: [
        { offset: 1039n, position: 400 },
        { offset: 1049n, position: 500 },
      ],
      problem: null,
    })
  })
})
