import { describe, expect, it } from 'vitest'
import { metadataBatch } from '../../../../broker/metadata/storage/metadata-batches.ts'
import { snapshotBatches } from '../../../../broker/metadata/storage/snapshot-writer.ts'
import { initialRaftState } from '../../../../broker/metadata/storage/raft-state.ts'
import type { NewMetadataRecord } from '../../../../broker/metadata/records/metadata-records.ts'
import { batchesIn } from '../../../../broker/records/batches.ts'
import { memoryEnvironment } from '../../../support/memory-environment.ts'
import { dataDirectory, openTestMetadata, startTestMetadata } from '../../../support/test-metadata.ts'

const logDirectory = `${dataDirectory}/__cluster_metadata-0`

describe('formatting', () => {
  it('leaves the files that kafka-storage format --standalone leaves', async () => {
    const environment = memoryEnvironment()
    const { disk } = environment
    const store = await openTestMetadata({ environment, clusterId: '4L6g3nShT-eMCtK--X86sw' })
    expect(disk.list(dataDirectory).map(({ name }) => name)).toEqual([
      '__cluster_metadata-0',
      'bootstrap.checkpoint',
      'meta.properties',
    ])
    const lines = Buffer.from(disk.readFile(`${dataDirectory}/meta.properties`))
      .toString()
      .split('\n')
    expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
      'cluster.id=4L6g3nShT-eMCtK--X86sw',
      `directory.id=${store.identity.directoryId}`,
      'node.id=1',
      'version=1',
      '',
    ])
  })

  it('writes a first snapshot of as many bytes as Kafka, for a voter on localhost', async () => {
    const environment = memoryEnvironment()
    await openTestMetadata({ environment })
    const first = environment.disk.readFile(`${logDirectory}/00000000000000000000-0000000000.checkpoint`)
    expect(first.length).toBe(241)
    expect(
      [...batchesIn(first)].map(({ isControl, recordCount, partitionLeaderEpoch }) => ({
        isControl,
        recordCount,
        partitionLeaderEpoch,
      })),
    ).toEqual([
      { isControl: true, recordCount: 3, partitionLeaderEpoch: 0 },
      { isControl: true, recordCount: 1, partitionLeaderEpoch: 0 },
    ])
  })

  it('writes a bootstrap.checkpoint of as many bytes as Kafka 4.3 for its six features', () => {
    const levels = [
      ['metadata.version', 30],
      ['eligible.leader.replicas.version', 1],
      ['group.version', 1],
      ['share.version', 1],
      ['streams.version', 1],
      ['transaction.version', 2],
    ] as const
    const records = levels.map(([name, featureLevel]): NewMetadataRecord => ({
      type: 'FeatureLevel',
      version: 0,
      value: { name, featureLevel },
    }))
    const contents = { id: { endOffset: 0n, epoch: 0 }, raft: initialRaftState, records, lastContainedLogTimestamp: 0n }
    const file = Buffer.concat([...snapshotBatches(contents, { epoch: 0, timestamp: 0 })])
    expect(file.length).toBe(411)
    expect([...batchesIn(file)].map(({ baseOffset, lastOffset }) => [baseOffset, lastOffset])).toEqual([
      [0n, 0n],
      [1n, 6n],
      [7n, 7n],
    ])
  })

  it('begins the log as Kafka does', async () => {
    const environment = memoryEnvironment()
    const store = await startTestMetadata({ environment })
    await store.close()
    const log = environment.disk.readFile(`${logDirectory}/00000000000000000000.log`)
    const batches = [...batchesIn(log)]
    expect(
      batches.map(({ isControl, recordCount, partitionLeaderEpoch, producerId, baseSequence }) => ({
        isControl,
        recordCount,
        partitionLeaderEpoch,
        producerId,
        baseSequence,
      })),
    ).toEqual(
      [
        { isControl: true, recordCount: 3 },
        { isControl: false, recordCount: 5 },
        { isControl: false, recordCount: 1 },
        { isControl: false, recordCount: 1 },
        { isControl: false, recordCount: 1 },
      ].map((batch) => ({ ...batch, partitionLeaderEpoch: 1, producerId: -1n, baseSequence: -1 })),
    )
    const state = Buffer.from(environment.disk.readFile(`${logDirectory}/quorum-state`)).toString()
    expect(state).toBe(
      '{"leaderId":1,"leaderEpoch":1,"votedId":-1,"votedDirectoryId":"AAAAAAAAAAAAAAAAAAAAAA","data_version":1}',
    )
    const ofLog = Buffer.from(environment.disk.readFile(`${logDirectory}/partition.metadata`)).toString()
    expect(ofLog).toBe('version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ')
  })

  it('opens an epoch in a batch of 91 bytes once the voters are in the log', async () => {
    const environment = memoryEnvironment()
    await (await startTestMetadata({ environment })).stop()
    const second = await startTestMetadata({ environment })
    await second.close()
    const log = environment.disk.readFile(`${logDirectory}/00000000000000000000.log`)
    const [opening] = [...batchesIn(log)].filter(({ partitionLeaderEpoch }) => partitionLeaderEpoch === 2)
    expect(opening).toMatchObject({ isControl: true, recordCount: 1, sizeInBytes: 91 })
  })

  it('goes on where it was interrupted', async () => {
    for (const interrupted of [1, 5, 9, 13]) {
      const environment = memoryEnvironment()
      let operations = 0
      environment.disk.onOperation(() => {
        operations += 1
        if (operations > interrupted) throw new Error('interrupted')
      })
      await expect(openTestMetadata({ environment })).rejects.toThrow()
      environment.disk.onOperation(() => {})
      environment.disk.kill()
      const store = await startTestMetadata({ environment })
      expect(store.image.metadataVersion).toBe(25)
    }
  })

  it('gives all records of a batch one timestamp', () => {
    const records: NewMetadataRecord[] = [
      { type: 'NoOp', version: 0, value: {} },
      { type: 'NoOp', version: 0, value: {} },
    ]
    const [batch] = batchesIn(metadataBatch(records, { baseOffset: 7n, epoch: 3, timestamp: 1000 }))
    expect(batch).toMatchObject({ baseOffset: 7n, lastOffset: 8n, baseTimestamp: 1000n, maxTimestamp: 1000n })
  })
})
