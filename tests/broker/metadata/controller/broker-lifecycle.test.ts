import { describe, expect, it } from 'vitest'
import {
  beginControlledShutdown,
  fenceBroker,
  fenceLostBroker,
  registerBroker,
  unfenceBroker,
} from '../../../../broker/metadata/controller/broker-lifecycle.ts'
import type { Decide } from '../../../../broker/metadata/controller/decision.ts'
import type { MetadataImage } from '../../../../broker/metadata/image/metadata-image.ts'
import type { NewMetadataRecord } from '../../../../broker/metadata/records/metadata-records.ts'
import { brokerDirectory, clusterImage, decisionContext, replayed } from '../../../support/test-cluster.ts'

const registration = {
  incarnationId: 'GCWN5Qx8RRO2VtaAA9SgTQ',
  endpoints: [],
  rack: null,
  directoryId: brokerDirectory,
  previousBrokerEpoch: null,
}
const elr = { 'eligible.leader.replicas.version': 1, 'metadata.version': 30 }

function after<Command>(image: MetadataImage, decide: Decide<Command, unknown>, command: Command) {
  const { records } = decide(image, command, decisionContext(image))
  return { image: replayed(image, records).after, records: records.map(plain) }
}

function plain({ type, value }: NewMetadataRecord): unknown {
  return type === 'PartitionChange' ? { ...value, topicId: undefined } : type
}

/** After the last stop, in order when the marker of one names the epoch of the last registration. */
function restarted(image: MetadataImage, previousBrokerEpoch: bigint | null = null) {
  const registered = after(image, registerBroker, { ...registration, previousBrokerEpoch })
  const unfenced = after(registered.image, unfenceBroker, { directoryId: brokerDirectory })
  return { image: unfenced.image, records: [...registered.records, ...unfenced.records] }
}

describe('an orderly stop', () => {
  it('takes the lead away and keeps the ISR', () => {
    const { image, records } = after(clusterImage({ topics: ['orders'] }), beginControlledShutdown, null)
    expect(records).toEqual(['BrokerRegistrationChange', { partitionId: 0, leader: -1 }])
    expect(image.partition('orders', 0)).toMatchObject({ leader: -1, isr: [1], leaderEpoch: 1 })
    expect(after(image, fenceBroker, null).image.brokers.get(1)).toMatchObject({
      fenced: true,
      inControlledShutdown: true,
    })
  })

  it('with ELR empties the ISR and remembers who was in it', () => {
    const { image, records } = after(clusterImage({ topics: ['orders'], features: elr }), beginControlledShutdown, null)
    expect(records[1]).toEqual({ partitionId: 0, isr: [], leader: -1, eligibleLeaderReplicas: [1], lastKnownElr: [1] })
    expect(image.partition('orders', 0)).toMatchObject({ leader: -1, isr: [], eligibleLeaderReplicas: [1] })
  })
})

describe('a start', () => {
  it.each([
    ['without ELR', {}],
    ['with ELR', elr],
  ])('after an orderly stop raises the leader epochs by two, %s', (_, features) => {
    const before = clusterImage({ topics: ['orders'], features })
    const stopped = after(after(before, beginControlledShutdown, null).image, fenceBroker, null).image
    const partition = { leader: 1, isr: [1], leaderEpoch: 2, eligibleLeaderReplicas: [], lastKnownElr: [] }
    const { image } = restarted(stopped, stopped.brokers.get(1)?.epoch)
    expect(image.partition('orders', 0)).toMatchObject({ ...partition, leaderRecoveryState: 0 })
  })

  it.each([
    ['without ELR', {}],
    ['with ELR', elr],
  ])('after a crash raises the leader epochs by two, %s', (_, features) => {
    const before = clusterImage({ topics: ['orders'], features })
    const { image: lost, records } = after(before, fenceLostBroker, null)
    expect(records).toMatchObject([{ partitionId: 0, leader: -1 }, 'BrokerRegistrationChange'])
    const partition = { leader: 1, isr: [1], leaderEpoch: 2, eligibleLeaderReplicas: [], lastKnownElr: [] }
    expect(restarted(lost).image.partition('orders', 0)).toMatchObject(partition)
  })

  it('with ELR leads as one who may lack records, unless the last stop was clean', () => {
    const before = clusterImage({ topics: ['orders'], features: elr })
    const lost = after(before, fenceLostBroker, null).image
    expect(restarted(lost).records).toEqual([
      { partitionId: 0, leader: -2, eligibleLeaderReplicas: [] },
      'RegisterBroker',
      'BrokerRegistrationChange',
      { partitionId: 0, leader: 1, isr: [1], leaderRecoveryState: 1, lastKnownElr: [] },
      'BrokerRegistrationChange',
    ])
  })

  it('registers fenced, with the offset of the registration as its epoch', () => {
    const before = clusterImage()
    const { image, records } = after(before, registerBroker, registration)
    expect(records).toEqual(['RegisterBroker'])
    expect(image.brokers.get(1)).toMatchObject({
      fenced: true,
      epoch: before.endOffset,
      directories: [brokerDirectory],
    })
  })

  it('says where a replica lies that had no directory', () => {
    const before = replayed(clusterImage(), orphan({ directories: ['AAAAAAAAAAAAAAAAAAAAAQ'] })).after
    expect(restarted(before).image.partition('orphan', 0)).toMatchObject({ leader: 1, directories: [brokerDirectory] })
  })

  it('leaves a partition alone that others have written since', () => {
    const before = replayed(
      clusterImage(),
      orphan({ replicas: [1, 2], isr: [2], directories: [brokerDirectory, brokerDirectory] }),
    ).after
    expect(restarted(before).image.partition('orphan', 0)).toMatchObject({ leader: -1, isr: [2] })
  })

  it('leads a partition that only it can have, whatever its ISR', () => {
    const before = replayed(clusterImage(), orphan({ isr: [] })).after
    expect(restarted(before).image.partition('orphan', 0)).toMatchObject({ leader: 1, isr: [1] })
  })
})

/** A topic whose one partition has no leader. */
function orphan(details: Record<string, unknown>): NewMetadataRecord[] {
  const topicId = 'n4q0aQvITlCxyLS87Zi21A'
  const value = {
    partitionId: 0,
    topicId,
    replicas: [1],
    isr: [1],
    removingReplicas: [],
    addingReplicas: [],
    leader: -1,
    leaderEpoch: 3,
    partitionEpoch: 3,
    directories: [brokerDirectory],
    ...details,
  }
  return [
    { type: 'Topic', version: 0, value: { name: 'orphan', topicId } },
    { type: 'Partition', version: 2, value },
  ]
}
