import { describe, expect, it } from 'vitest'
import type { NewMetadataRecord } from '../../../../broker/metadata/records/metadata-records.ts'
import { leaderChangeBatch, metadataBatch } from '../../../../broker/metadata/storage/metadata-batches.ts'
import { MetadataStorageError } from '../../../../broker/metadata/storage/metadata-storage-error.ts'
import { buildBatch } from '../../../../broker/records/build-batch.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../../../support/memory-environment.ts'
import {
  addTopics,
  dataDirectory,
  newTopic,
  openTestMetadata,
  startTestMetadata,
  type TestMetadataOptions,
} from '../../../support/test-metadata.ts'

const metaProperties = `${dataDirectory}/meta.properties`
const logDirectory = `${dataDirectory}/__cluster_metadata-0`
const log = `${logDirectory}/00000000000000000000.log`

async function usedDirectory(): Promise<MemoryEnvironment> {
  const environment = memoryEnvironment()
  const store = await startTestMetadata({ environment })
  await addTopics(store, newTopic('orders'))
  await store.stop()
  return environment
}

async function refusal(environment: MemoryEnvironment, options: TestMetadataOptions = {}): Promise<string> {
  const error: unknown = await openTestMetadata({ environment, ...options }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(MetadataStorageError)
  return (error as MetadataStorageError).message
}

function replace({ disk }: MemoryEnvironment, path: string, contents: string | Uint8Array): void {
  disk.replaceFile(path, Buffer.from(contents))
}

function appendToLog({ disk }: MemoryEnvironment, make: (baseOffset: bigint) => Buffer, endOffset: bigint): void {
  const file = disk.open(log, 'write')
  file.write(make(endOffset), file.size())
  file.syncNow()
  file.close()
}

async function endOffsetOf(environment: MemoryEnvironment): Promise<bigint> {
  const store = await openTestMetadata({ environment })
  await store.close()
  return store.image.endOffset
}

describe('a directory of somebody else', () => {
  it('is refused when its node is another', async () => {
    expect(await refusal(await usedDirectory(), { nodeId: 2 })).toBe(
      `${metaProperties}: belongs to node 1, but node.id is 2. Set node.id=1, or choose another directory.`,
    )
  })

  it('is refused when its cluster is another', async () => {
    const environment = await usedDirectory()
    const { clusterId } = (await openTestMetadata({ environment })).identity
    expect(await refusal(environment, { clusterId: 'mine' })).toBe(
      `${metaProperties}: belongs to cluster ${clusterId}, not to mine. Choose the directory of that cluster, or another one.`,
    )
  })

  it.each([
    [
      'version=0\nbroker.id=1\ncluster.id=x\n',
      'has format version 0, but only 1 is known. It dates from Kafka before KRaft',
    ],
    ['version=2\nnode.id=1\ncluster.id=x\n', 'has format version 2, but only 1 is known. A newer version of Kafka'],
    ['garbage', 'does not say in which format it is (there is no version=1). It is damaged'],
    ['', 'does not say in which format it is'],
    ['version=1\nnode.id=1\n', 'has no cluster.id'],
    ['version=1\ncluster.id=x\nnode.id=one\n', 'has no node.id that is a number'],
    ['version=1\ncluster.id=x\nnode.id=1\ndirectory.id=short\n', 'the directory.id short is not a uuid'],
    [
      'version=1\ncluster.id=x\nnode.id=1\ndirectory.id=AAAAAAAAAAAAAAAAAAAAAQ\n',
      'the directory.id AAAAAAAAAAAAAAAAAAAAAQ is not a uuid that a directory can have',
    ],
    ['version=1\ncluster.id=x\nnode.id=1\ndirectory.id=VQHqWbXsR_WL5B2bWqpb1Q\n', "but the cluster's controller has"],
  ])('is refused when its meta.properties says %j', async (text, message) => {
    const environment = await usedDirectory()
    replace(environment, metaProperties, text)
    expect(await refusal(environment)).toContain(`${metaProperties}: `)
    expect(await refusal(environment)).toContain(message)
  })

  it('is refused, not formatted, when it holds files of another kind', async () => {
    const environment = memoryEnvironment()
    environment.disk.makeDirectory(dataDirectory)
    replace(environment, `${dataDirectory}/thesis.docx`, 'chapter one')
    expect(await refusal(environment)).toBe(
      `${dataDirectory}: is not empty (it holds thesis.docx) and is no Kafka data directory. Choose an empty directory.`,
    )
    expect(environment.disk.list(dataDirectory)).toHaveLength(1)
  })

  it('is refused when meta.properties was lost', async () => {
    const environment = await usedDirectory()
    environment.disk.removeFile(metaProperties)
    expect(await refusal(environment)).toContain('holds the metadata of a cluster, but its meta.properties is missing')
  })

  it('is refused when its metadata was lost: its topics would be moved aside', async () => {
    const environment = await usedDirectory()
    environment.disk.makeDirectory(`${dataDirectory}/orders-0`)
    environment.disk.removeDirectory(logDirectory)
    expect(await refusal(environment)).toContain(
      'holds topics (such as orders-0), but __cluster_metadata-0 is missing, empty or damaged',
    )
  })

  it.each([
    ['nothing', () => Buffer.alloc(0)],
    ['rubbish', () => Buffer.alloc(5000, 'rubbish')],
    ['a damaged first batch', (bytes: Buffer) => bytes.fill(1, 70, 71)],
  ])('is refused when its metadata log holds %s beside topics, and the log is not touched', async (_, damage) => {
    const environment = await usedDirectory()
    environment.disk.makeDirectory(`${dataDirectory}/orders-0`)
    const damaged = damage(Buffer.from(environment.disk.readFile(log)))
    replace(environment, log, damaged)
    expect(await refusal(environment)).toContain('missing, empty or damaged')
    expect(Buffer.from(environment.disk.readFile(log)).equals(damaged)).toBe(true)
  })

  it('is refused when a newer Kafka has written a record, and not one byte of the log is changed', async () => {
    const environment = await usedDirectory()
    const endOffset = await endOffsetOf(environment)
    const value = Buffer.from('011e0000', 'hex')
    appendToLog(
      environment,
      (baseOffset) => buildBatch([{ key: null, value, timestamp: 0n }], { baseOffset, partitionLeaderEpoch: 1 }),
      endOffset,
    )
    const before = Buffer.from(environment.disk.readFile(log))
    expect(await refusal(environment)).toBe(
      `${logDirectory}: at offset ${endOffset}, metadata record type 30 (version 0) is not known. A newer version of Kafka has written it: open the directory with that version, or choose another directory. Nothing was changed.`,
    )
    expect(Buffer.from(environment.disk.readFile(log)).equals(before)).toBe(true)
  })

  it('is refused when it has a feature from the future', async () => {
    const environment = await usedDirectory()
    const level: NewMetadataRecord = {
      type: 'FeatureLevel',
      version: 0,
      value: { name: 'metadata.version', featureLevel: 34 },
    }
    const endOffset = await endOffsetOf(environment)
    appendToLog(environment, (baseOffset) => metadataBatch([level], { baseOffset, epoch: 1, timestamp: 0 }), endOffset)
    expect(await refusal(environment)).toContain(
      'metadata.version is at level 34, but only levels 7 to 33 can be read here',
    )
  })

  it('is refused when its topics have gaps', async () => {
    const environment = await usedDirectory()
    const topicId = 'VQHqWbXsR_WL5B2bWqpb1Q'
    const nothing = { replicas: [], isr: [], removingReplicas: [], addingReplicas: [], directories: [] }
    const records: NewMetadataRecord[] = [
      { type: 'Topic', version: 0, value: { name: 'holey', topicId } },
      { type: 'Partition', version: 2, value: { ...nothing, partitionId: 1, topicId } },
    ]
    const endOffset = await endOffsetOf(environment)
    appendToLog(environment, (baseOffset) => metadataBatch(records, { baseOffset, epoch: 1, timestamp: 0 }), endOffset)
    expect(await refusal(environment)).toContain('topic holey has no partition 0, but one behind it')
  })

  it('is refused when its cluster has other controllers', async () => {
    const environment = await usedDirectory()
    const endpoints = [{ name: 'CONTROLLER', host: 'far', port: 9093 }]
    const kraftVersionFeature = { minSupportedVersion: 0, maxSupportedVersion: 1 }
    const voters = [1, 2, 3].map((voterId) => ({
      voterId,
      voterDirectoryId: 'VQHqWbXsR_WL5B2bWqpb1Q',
      endpoints,
      kraftVersionFeature,
    }))
    const change = { leaderId: 1, voters, kraftVersion: 1 }
    const endOffset = await endOffsetOf(environment)
    appendToLog(
      environment,
      (baseOffset) => leaderChangeBatch(change, { baseOffset, epoch: 2, timestamp: 0 }),
      endOffset,
    )
    expect(await refusal(environment)).toContain('belongs to a cluster with the controllers 1, 2, 3')
  })

  it('is taken with a torn tail, which is cut', async () => {
    const environment = await usedDirectory()
    const endOffset = await endOffsetOf(environment)
    const noOp: NewMetadataRecord = { type: 'NoOp', version: 0, value: {} }
    appendToLog(
      environment,
      (baseOffset) => metadataBatch([noOp], { baseOffset, epoch: 1, timestamp: 0 }).subarray(0, 40),
      endOffset,
    )
    const store = await startTestMetadata({ environment })
    expect(store.image.topic('orders')).toBeDefined()
  })

  it('is taken when a transaction was left open, without what it would have changed', async () => {
    const environment = await usedDirectory()
    const endOffset = await endOffsetOf(environment)
    const records: NewMetadataRecord[] = [
      { type: 'BeginTransaction', version: 0, value: { name: 'migration' } },
      { type: 'Topic', version: 0, value: { name: 'never', topicId: 'VQHqWbXsR_WL5B2bWqpb1Q' } },
    ]
    appendToLog(environment, (baseOffset) => metadataBatch(records, { baseOffset, epoch: 1, timestamp: 0 }), endOffset)
    const store = await startTestMetadata({ environment })
    expect(store.image.topic('never')).toBeUndefined()
    await addTopics(store, newTopic('after'))
    await store.stop()
    const again = await startTestMetadata({ environment })
    expect([...again.image.topicsByName.keys()]).toEqual(['orders', 'after'])
  })

  it('gets a directory id when it has none yet', async () => {
    const environment = memoryEnvironment()
    environment.disk.makeDirectory(dataDirectory)
    replace(environment, metaProperties, '# old\nversion=1\ncluster.id=old-cluster\nnode.id=1\n')
    const store = await startTestMetadata({ environment })
    await store.stop()
    const again = await openTestMetadata({ environment })
    expect(again.identity).toEqual(store.identity)
    const state = Buffer.from(environment.disk.readFile(`${logDirectory}/quorum-state`)).toString()
    expect(state).toBe(
      '{"clusterId":"","leaderId":1,"leaderEpoch":1,"votedId":-1,"appliedOffset":0,"currentVoters":[{"voterId":1}],"data_version":0}',
    )
  })

  it.each(['', '{"leaderEpoch":"x"}', 'garbage'])(
    'is taken with the quorum-state %j: the log knows its epochs',
    async (text) => {
      const environment = await usedDirectory()
      replace(environment, `${logDirectory}/quorum-state`, text)
      expect((await startTestMetadata({ environment })).controllerEpoch).toBe(2)
    },
  )
})
