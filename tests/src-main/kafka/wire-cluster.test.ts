import { describe, expect, test, vi } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { createTopics } from '../../../broker/protocol/messages/create-topics.ts'
import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { listGroups as listGroupsApi } from '../../../broker/protocol/messages/list-groups.ts'
import { listPartitionReassignments } from '../../../broker/protocol/messages/list-partition-reassignments.ts'
import { listOffsets as listOffsetsApi } from '../../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { offsetFetch } from '../../../broker/protocol/messages/offset-fetch.ts'
import { fetchCommittedOffsets } from '../../../src-main/kafka/group-offsets.ts'
import { listGroups } from '../../../src-main/kafka/groups.ts'
import {
  AdvertisedAddressError,
  CannotConnectError,
  ConnectionLostError,
} from '../../../src-main/kafka/kafka-errors.ts'
import { listOffsets } from '../../../src-main/kafka/offsets.ts'
import { listReassignments } from '../../../src-main/kafka/reassignments.ts'
import { createTopic } from '../../../src-main/kafka/topics.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { answer, misbehave, startFakeBroker, type Answer, type FakeBroker } from '../../support/fake-broker.ts'
import { freePort } from '../../support/free-port.ts'

// Real sockets, and a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

interface Layout {
  brokers: { nodeId: number; host: string; port: number }[]
  /** Leaders of the partitions of `orders`, by partition. */
  leaders: number[]
}

const newLayout = (): Layout => ({ brokers: [], leaders: [] })

function servesMetadata(layout: Layout): Answer {
  return answer(metadata, () => ({
    brokers: layout.brokers,
    controllerId: 1,
    topics: [
      {
        errorCode: 0,
        name: 'orders',
        partitions: layout.leaders.map((leaderId, partitionIndex) => ({
          errorCode: 0,
          partitionIndex,
          leaderId,
          replicaNodes: [],
          isrNodes: [],
        })),
      },
    ],
  }))
}

/** Two brokers that know each other; each answers as scripted. */
async function startTwo(layout: Layout, first: readonly Answer[], second: readonly Answer[]) {
  const one = await startFakeBroker({ answers: [servesMetadata(layout), ...first] })
  const two = await startFakeBroker({ answers: [servesMetadata(layout), ...second] })
  layout.brokers = [one, two].map(({ host, port }, index) => ({ nodeId: index + 1, host, port }))
  const asked = (broker: FakeBroker, api: string) => broker.requests.filter((request) => request.api === api).length
  return {
    one,
    two,
    asked,
    [Symbol.asyncDispose]: async () => {
      await one[Symbol.asyncDispose]()
      await two[Symbol.asyncDispose]()
    },
  }
}

const offsetsAnswer = (offset: bigint, code = 0): Answer =>
  answer(listOffsetsApi, ({ topics }) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code, offset })),
    })),
  }))

const questions = [0, 1].map((partition) => ({ topic: 'orders', partition, timestamp: -1n }))

describe('the right broker is asked', () => {
  test('leaders for the offsets of their partitions', async () => {
    const layout = { ...newLayout(), leaders: [1, 2] }
    await using brokers = await startTwo(layout, [offsetsAnswer(10n)], [offsetsAnswer(20n)])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    expect(await listOffsets(cluster, questions)).toMatchObject([{ offset: 10n }, { offset: 20n }])
    cluster.close()
  })

  test('the new leader when the old one says that it is none', async () => {
    const layout = { ...newLayout(), leaders: [1, 1] }
    const refusing = answer(listOffsetsApi, ({ topics }) => {
      layout.leaders = [2, 2]
      const partitions = (topics[0]?.partitions ?? []).map(({ partitionIndex }) => ({ partitionIndex, errorCode: 6 }))
      return { topics: [{ name: 'orders', partitions }] }
    })
    await using brokers = await startTwo(layout, [refusing], [offsetsAnswer(20n)])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    expect(await listOffsets(cluster, questions)).toMatchObject([
      { offset: 20n, problem: null },
      { offset: 20n, problem: null },
    ])
    cluster.close()
  })

  test('the new coordinator when a group has moved', async () => {
    const layout = newLayout()
    let coordinator = 1
    const finds = answer(findCoordinator, ({ coordinatorKeys: [key = ''] }) => ({
      coordinators: [{ key, nodeId: coordinator, host: '', port: 0, errorCode: 0, errorMessage: null }],
    }))
    const offsets = (code: number): Answer =>
      answer(offsetFetch, ({ groups }) => {
        coordinator = 2
        return { groups: groups.map(({ groupId }) => ({ groupId, topics: [], errorCode: code })) }
      })
    await using brokers = await startTwo(
      layout,
      [finds, offsets(errorCode.NOT_COORDINATOR)],
      [finds, offsets(errorCode.NONE)],
    )
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    expect(await fetchCommittedOffsets(cluster, 'g')).toEqual([])
    expect(brokers.asked(brokers.two, 'OffsetFetch')).toBe(1)
    cluster.close()
  })
})

describe('what one broker cannot answer does not spoil the rest', () => {
  test('a partition without an answer has a problem, the other its offset', async () => {
    const layout = { ...newLayout(), leaders: [1, 2] }
    const denied = offsetsAnswer(-1n, errorCode.TOPIC_AUTHORIZATION_FAILED)
    await using brokers = await startTwo(layout, [offsetsAnswer(10n)], [denied])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    const [known, unknown, missing] = await listOffsets(cluster, [
      ...questions,
      { topic: 'orders', partition: 9, timestamp: -1n },
    ])
    expect(known).toMatchObject({ offset: 10n, problem: null })
    expect(unknown?.problem?.problem.kafkaError).toBe('TOPIC_AUTHORIZATION_FAILED')
    expect(missing?.problem?.code).toBe('NOT_FOUND')
    cluster.close()
  })

  test('another broker, when the one that is named as the controller is down', async () => {
    const layout = newLayout()
    const nothingMoves = answer(listPartitionReassignments, () => ({ errorCode: 0, errorMessage: null, topics: [] }))
    await using brokers = await startTwo(layout, [], [nothingMoves])
    await brokers.one[Symbol.asyncDispose]()
    const cluster = new WireCluster({ bootstrap: [brokers.two] })
    expect(await listReassignments(cluster)).toEqual([])
    cluster.close()
  })

  test('the groups of a broker that is down are missing, and it is said', async () => {
    const layout = newLayout()
    const groups = answer(listGroupsApi, () => ({ errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] }))
    await using brokers = await startTwo(layout, [groups], [])
    layout.brokers = [...layout.brokers.slice(0, 1), { nodeId: 2, host: '127.0.0.1', port: await freePort() }]
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    const list = await listGroups(cluster)
    expect(list.groups).toMatchObject([{ groupId: 'g', type: 'classic', coordinator: 1 }])
    expect(list.problems).toMatchObject([{ code: 'UNREACHABLE' }])
    cluster.close()
  })
})

describe('when a connection is lost', () => {
  test('what only reads is asked again', async () => {
    const layout = newLayout()
    let times = 0
    const flaky = answer(listGroupsApi, () => (++times === 1 ? misbehave.close : { errorCode: 0, groups: [] }))
    await using brokers = await startTwo(layout, [flaky], [])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    await cluster.metadata()
    expect(await cluster.request({ to: 'broker', nodeId: 1 }, listGroupsApi, {})).toMatchObject({ groups: [] })
    expect(times).toBe(2)
    cluster.close()
  })

  test('what changes something is not', async () => {
    const layout = newLayout()
    await using brokers = await startTwo(layout, [answer(createTopics, () => misbehave.close)], [])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    const topic = { name: 'orders', partitionCount: 1, replicationFactor: 1, configs: [] }
    await expect(createTopic(cluster, topic)).rejects.toThrow(ConnectionLostError)
    expect(brokers.asked(brokers.one, 'CreateTopics')).toBe(1)
    cluster.close()
  })

  test('a broker that came back elsewhere is found', async () => {
    const layout = newLayout()
    const empty = answer(listGroupsApi, () => ({ errorCode: 0, groups: [] }))
    await using brokers = await startTwo(layout, [empty], [empty])
    const cluster = new WireCluster({ bootstrap: [brokers.one] })
    await cluster.request({ to: 'broker', nodeId: 2 }, listGroupsApi, {})
    await brokers.two[Symbol.asyncDispose]()
    await using moved = await startFakeBroker({ answers: [servesMetadata(layout), empty] })
    layout.brokers = layout.brokers.map((each) => (each.nodeId === 2 ? { ...each, port: moved.port } : each))
    await cluster.request({ to: 'broker', nodeId: 2 }, listGroupsApi, {})
    expect(moved.requests.map(({ api }) => api)).toContain('ListGroups')
    cluster.close()
  })
})

test('every bootstrap address is tried', async () => {
  await using broker = await startFakeBroker({ answers: [servesMetadata(newLayout())] })
  const dead = { host: '127.0.0.1', port: await freePort() }
  const cluster = new WireCluster({ bootstrap: [dead, broker] })
  await expect(cluster.metadata()).resolves.toMatchObject({ controllerId: 1 })
  cluster.close()
  const none = new WireCluster({ bootstrap: [dead] })
  await expect(none.metadata()).rejects.toThrow(CannotConnectError)
  none.close()
})

test('a broker that advertises an address nobody can reach is told apart from a cluster that is down', async () => {
  const layout = newLayout()
  await using broker = await startFakeBroker({ answers: [servesMetadata(layout)] })
  layout.brokers = [{ nodeId: 1, host: '127.0.0.1', port: await freePort() }]
  const cluster = new WireCluster({ bootstrap: [broker] })
  const asking = cluster.request({ to: 'broker', nodeId: 1 }, listGroupsApi, {})
  await expect(asking).rejects.toThrow(AdvertisedAddressError)
  await expect(asking).rejects.toThrow('The cluster itself gives out this address for the broker')
  cluster.close()
})
