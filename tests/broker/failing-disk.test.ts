import { expect, test } from 'vitest'
import { MemoryDisk } from '../../broker/environment/memory-disk.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { batchOf, createTopic, offsetOf, produceTo, readAll } from '../support/kafka-requests.ts'
import { startBroker } from '../support/start-broker.ts'

function diskInMemory() {
  const { clock, random } = nodeEnvironment()
  const disk = new MemoryDisk(clock)
  return { disk, environment: { disk, clock, random } }
}

test('a disk that is full refuses records, keeps those that it has, and takes more when there is room again', async () => {
  const { disk, environment } = diskInMemory()
  await using broker = await startBroker({ data: '/data', environment })
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  expect(await produceTo(client, { topic: 'orders' }, batchOf(['kept']))).toMatchObject({ errorCode: 0 })
  disk.fillAfter(10)
  expect(await produceTo(client, { topic: 'orders' }, batchOf(['refused']))).toMatchObject({
    errorCode: errorCode.KAFKA_STORAGE_ERROR,
  })
  expect(await offsetOf(client, { topic: 'orders' }, -1n)).toBe(1n)
  disk.fillAfter(Number.POSITIVE_INFINITY)
  expect(await produceTo(client, { topic: 'orders' }, batchOf(['more']))).toMatchObject({
    errorCode: 0,
    baseOffset: 1n,
  })
  expect(await readAll(client, 'orders')).toEqual(['kept', 'more'])
})

test('an fsync that fails is told to those who asked for it, and the partition takes nothing more', async () => {
  const { disk, environment } = diskInMemory()
  await using broker = await startBroker({ data: '/data', environment })
  await using client = await broker.connect()
  await createTopic(client, 'safe', { configs: { 'flush.messages': '1' } })
  await createTopic(client, 'orders')
  disk.failSyncs(1)
  const refused = { errorCode: errorCode.KAFKA_STORAGE_ERROR }
  expect(await produceTo(client, { topic: 'safe' }, batchOf(['a']))).toMatchObject(refused)
  expect(await produceTo(client, { topic: 'safe' }, batchOf(['b']))).toMatchObject(refused)
  expect(await produceTo(client, { topic: 'orders' }, batchOf(['c']))).toMatchObject({ errorCode: 0 })
})

test('metadata that cannot be written ends the broker: nobody is promised a topic that may be gone', async () => {
  const { disk, environment } = diskInMemory()
  await using broker = await startBroker({ data: '/data', environment })
  await using client = await broker.connect()
  disk.failSyncs(1)
  await expect(createTopic(client, 'orders')).rejects.toThrow('closed the connection')
  expect(await broker.failed).toBeInstanceOf(Error)
})
